# Writes certificates.json and notifications.json: python3 -m pip install joserfc==1.8.0 jwcrypto==1.6.1 cryptography==50.0.2
# joserfc encrypts, jwcrypto decrypts each result again, openssl makes the keys. Nothing of this repository is used.
import base64, json, os, subprocess, tempfile
from datetime import datetime, timedelta, timezone
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.x509.oid import NameOID
from joserfc import jwe
from joserfc.jwk import RSAKey
from jwcrypto import jwe as other_jwe, jwk as other_jwk

START, FAR = datetime(2026, 1, 1, tzinfo=timezone.utc), datetime(2126, 1, 1, tzinfo=timezone.utc)
SIGNED_MS = 1768480496789


def openssl(*args, stdin=b""):
    return subprocess.run(["openssl", *args], input=stdin, capture_output=True, check=True).stdout


def rsa_key(bits):
    pkcs8 = openssl("genpkey", "-algorithm", "RSA", "-pkeyopt", f"rsa_keygen_bits:{bits}")
    return {"pkcs8": pkcs8.decode(), "pkcs1": openssl("rsa", "-traditional", stdin=pkcs8).decode()}


def certificate(pem, serial, start, end):
    key = serialization.load_pem_private_key(pem.encode(), None)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "key-of-the-api"), x509.NameAttribute(NameOID.ORGANIZATION_NAME, "merchantName")])
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    builder = builder.serial_number(serial).not_valid_before(start).not_valid_after(end)
    return builder.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM).decode()


keys = {"a": rsa_key(2048), "b": rsa_key(3072)}
weak = rsa_key(1024)["pkcs8"]
elliptic = openssl("genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256").decode()
# `cryptography` would write the key of this one as an ordinary RSA key.
with tempfile.NamedTemporaryFile() as file:
    file.write(openssl("genpkey", "-algorithm", "RSA-PSS", "-pkeyopt", "rsa_keygen_bits:2048"))
    file.flush()
    pss = openssl("req", "-x509", "-key", file.name, "-days", "36000", "-subj", "/CN=key-of-the-api").decode()
a, b = keys["a"]["pkcs8"], keys["b"]["pkcs8"]
days_90 = timedelta(days=90)
certificates = {
    "a": certificate(a, 1, START, FAR),
    "renewedA": certificate(a, 2, START, FAR),
    "b": certificate(b, 3, START, FAR),
    "days90": certificate(a, 4, START, START + days_90),
    "over90": certificate(a, 5, START, START + days_90 + timedelta(seconds=1)),
    "ended": certificate(a, 6, datetime(2020, 1, 1, tzinfo=timezone.utc), datetime(2025, 1, 1, tzinfo=timezone.utc)),
    "future": certificate(a, 7, datetime(2125, 12, 1, tzinfo=timezone.utc), FAR),
    "bits1024": certificate(weak, 8, START, FAR),
    "elliptic": certificate(elliptic, 9, START, FAR),
    "pss": pss,
}
json.dump({"privateKeys": keys, "certificates": certificates}, open("certificates.json", "w"), indent=2)

EVENT = {"eventType": "payments.capture.status.accepted", "productId": "payments", "organizationId": "merchantName",
         "transactionTraceId": "a0c5e6f0-0000-4000-8000-000000000001", "payload": {"data": {"amount": "12.34", "name": "Zoë – €"}}}
TEXT = json.dumps(EVENT, ensure_ascii=False)
GOOD = {"alg": "RSA-OAEP-256", "enc": "A256GCM", "kid": "kid-a", "iat": SIGNED_MS}


def encrypted(header, text=TEXT, key="a", algorithms=None):
    allowed = algorithms or [header["alg"], header["enc"]]
    # The header parameter iat isn't registered for a JWE.
    registry = jwe.JWERegistry(algorithms=allowed, strict_check_header=False)
    token = jwe.encrypt_compact(header, text, RSAKey.import_key(keys[key]["pkcs8"]), registry=registry)
    check = other_jwe.JWE(algs=[header["alg"], header["enc"]])
    check.deserialize(token, other_jwk.JWK.from_pem(keys[key]["pkcs8"].encode()))
    assert check.payload.decode() == text
    return token


def base64url(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def assembled(header, text=TEXT):
    """What the libraries refuse to write, by RFC 7516 section 5.1."""
    protected = base64url(json.dumps(header).encode())
    content_key, iv = os.urandom(32), os.urandom(12)
    oaep = padding.OAEP(padding.MGF1(hashes.SHA256()), hashes.SHA256(), None)
    encrypted_key = serialization.load_pem_private_key(a.encode(), None).public_key().encrypt(content_key, oaep)
    sealed = AESGCM(content_key).encrypt(iv, text.encode(), protected.encode())
    return ".".join([protected, *map(base64url, [encrypted_key, iv, sealed[:-16], sealed[-16:]])])


token = encrypted(GOOD)
accepted = {
    "to key a": token,
    "to key b, of 3072 bits": encrypted({**GOOD, "kid": "kid-b"}, key="b"),
    "without kid": encrypted({name: value for name, value in GOOD.items() if name != "kid"}),
    "with further header parameters": encrypted({**GOOD, "typ": "JOSE", "cty": "application/json"}),
}
refused = {
    "RSA-OAEP with SHA-1": encrypted({**GOOD, "alg": "RSA-OAEP"}),
    "RSA1_5": encrypted({**GOOD, "alg": "RSA1_5"}),
    "A128GCM": encrypted({**GOOD, "enc": "A128GCM"}),
    "A256CBC-HS512": encrypted({**GOOD, "enc": "A256CBC-HS512"}),
    "zip": encrypted({**GOOD, "zip": "DEF"}, algorithms=["RSA-OAEP-256", "A256GCM", "DEF"]),
    "crit": assembled({**GOOD, "crit": ["exp"], "exp": 1}),
    "an empty crit": assembled({**GOOD, "crit": []}),
    "b64 in crit": assembled({**GOOD, "crit": ["b64"], "b64": True}),
}
other = {"a list": encrypted(GOOD, "[1, 2]"), "no JSON": encrypted(GOOD, "<xml/>"), "nothing": assembled(GOOD, "")}
json.dump({"event": EVENT, "accepted": accepted, "refused": refused, "otherContent": other}, open("notifications.json", "w"), indent=2, ensure_ascii=False)
