# Decrypts ours.json, which the local platform wrote, with two libraries of others: see README.md.
import json
from joserfc import jwe
from joserfc.jwk import RSAKey
from jwcrypto import jwe as other_jwe, jwk as other_jwk

ours = json.load(open("ours.json"))
pem = json.load(open("certificates.json"))["privateKeys"]["a"]["pkcs8"]
algorithms = ["RSA-OAEP-256", "A256GCM"]
for name, token in ours["tokens"].items():
    registry = jwe.JWERegistry(algorithms=algorithms, strict_check_header=False)
    assert jwe.decrypt_compact(token, RSAKey.import_key(pem), registry=registry).plaintext.decode() == ours["plaintexts"][name]
    other = other_jwe.JWE(algs=algorithms)
    other.deserialize(token, other_jwk.JWK.from_pem(pem.encode()))
    assert other.payload.decode() == ours["plaintexts"][name]
    print(name, "decrypted by joserfc and jwcrypto")
