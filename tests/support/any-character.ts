import fc from "fast-check";

/** Code points of surrogate halves, which are no characters. */
const [FIRST_HALF, HALVES] = [0xd800, 0x800];
const LAST = 0x10ffff;

/**
 * The unit `binary` of fast-check's strings: any character. fast-check's own builds a map of a million characters, only to
 * tell whether a text consists of them.
 */
export const anyCharacter: fc.Arbitrary<string> = fc.nat(LAST - HALVES).map(
  (index) => String.fromCodePoint(index < FIRST_HALF ? index : index + HALVES),
  (character) => {
    const [only, ...others] = typeof character === "string" ? character : [];
    const point = others.length === 0 ? only?.codePointAt(0) : undefined;
    if (point === undefined || (point >= FIRST_HALF && point < FIRST_HALF + HALVES)) throw new Error("not a character");
    return point < FIRST_HALF ? point : point - HALVES;
  },
);
