/** What a request was about. */
export interface PlaceTitle {
  readonly connection: string;
  /** Undefined if the settings don't contain it. */
  readonly organizationId: string | undefined;
  /** Undefined if the settings don't contain it. */
  readonly host: string | undefined;
}

/** Such as `Connection "default", organization merchant_org, at apitest.cybersource.com`. */
export const placeTitle = ({ connection, organizationId, host }: PlaceTitle): string =>
  [
    `Connection "${connection}"`,
    ...(organizationId === undefined ? [] : [`organization ${organizationId}`]),
    ...(host === undefined ? [] : [`at ${host}`]),
  ].join(", ");
