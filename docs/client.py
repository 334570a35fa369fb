"""A phone of sixty lines: enrols, sends one visit with one photo, and reads the server's signed receipts.

    pip install 'PyJWT[crypto]' requests
    python client.py '{"address": ..., "code": ..., "server": ...}' HOUSEHOLD PHOTO.jpg

The first word is the text of `ruhu enrol`'s QR picture. What travels: record.md, protocol.md, /openapi.json. A real phone keeps its key.
"""
import base64, hashlib, json, secrets, sys, time, uuid
from datetime import datetime, timedelta, timezone
import jwt, requests
from cryptography.hazmat.primitives.asymmetric import ec, ed25519

qr, household, photo = json.loads(sys.argv[1]), sys.argv[2], open(sys.argv[3], "rb").read()
sha256 = lambda data: hashlib.sha256(data).hexdigest()
b64url = lambda data: base64.urlsafe_b64encode(data).rstrip(b"=").decode()
raw, moment = lambda text: base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)), lambda t: t.isoformat(timespec="milliseconds")

def thumbprint(jwk):  # RFC 7638: a key's name
    return b64url(hashlib.sha256(json.dumps(jwk, sort_keys=True, separators=(",", ":")).encode()).digest())

def call(method, path, *expected, **more):
    answer = requests.request(method, qr["address"] + path, timeout=60, allow_redirects=False, **more)
    if answer.status_code not in expected:
        sys.exit(f"{method} {path}: {answer.status_code} {answer.text}")  # a complaint: {code, message}
    return answer
# Enrolment: the code becomes this key's device. What answers must be the server that the code names.
key = ec.generate_private_key(ec.SECP256R1())
jwk = {"crv": "P-256", "kty": "EC", **{c: b64url(getattr(key.public_key().public_numbers(), c).to_bytes(32, "big")) for c in "xy"}}
device, now = thumbprint(jwk), datetime.now(timezone(timedelta(hours=8)))
proof = {"code": qr["code"], "server": qr["server"], "wall": moment(now), "model": "client.py"}
signed = jwt.encode(proof, key, "ES256", headers={"typ": "ruhu-enrol+1", "jwk": jwk})
me = call("POST", "/v1/enrol", 200, json={"proof": signed}).json()
assert thumbprint({"crv": "Ed25519", "kty": "OKP", "x": me["server_key"]}) == qr["server"], "another server answered"
server = ed25519.Ed25519PublicKey.from_public_bytes(raw(me["server_key"]))
token = {"Authorization": "Bearer " + me["token"]}
def receipt(text, of):  # signed by that server, for this very thing, for this device
    told = jwt.decode(text, server, algorithms=["EdDSA"])
    about = (jwt.get_unverified_header(text)["typ"], told["sha256"], told["device"])
    assert about == ("ruhu-receipt+1", of, device), "a receipt for something else"
    return told
# The record: a visit of eleven minutes that names its photo. Its signed bytes are never written anew.
file = {"sha256": sha256(photo), "size": len(photo)}
time_of = lambda minutes: {"wall": moment(now - timedelta(minutes=minutes))}
visit = {"household": household, "cadre": me["cadre"]["id"], "mode": "on_site", "late": False, "started": time_of(11),
         "ended": time_of(0), "no_fix_reason": "no receiver", "statements": {"met": ["householder"], "note": "一切正常"},
         "photos": [{"original": file, "copy": file, "in_app": True, "taken": moment(now - timedelta(minutes=5))}],
         "judged": {"policy": None, "place_version": None, "roster_cursor": 0, "verdict": "needs_review", "codes": []}}
born = uuid.UUID(int=int(time.time() * 1000) << 80 | 7 << 76 | secrets.randbits(12) << 64 | 2 << 62 | secrets.randbits(62))
record = jwt.encode({"id": str(born), "kind": "visit", "v": 1, "township": me["township"], "device": device, "seq": 1,
                     "at": time_of(0), "body": visit}, key, "ES256", headers={"typ": "ruhu-record+1", "kid": device})
taken = call("POST", "/v1/sync", 200, headers=token, json={"records": [record]}).json()["taken"][0]
print(json.dumps(receipt(taken["receipt"], sha256(record.encode()))))
# The photo: tus 1.0.0. After a cut, HEAD tells where to go on.
tus = {**token, "Tus-Resumable": "1.0.0"}
meta = {"Upload-Length": str(len(photo)), "Upload-Metadata": "sha256 " + base64.b64encode(file["sha256"].encode()).decode()}
where = call("POST", "/v1/photos", 201, headers={**tus, **meta})
part = {**tus, "Upload-Offset": where.headers["Upload-Offset"], "Content-Type": "application/offset+octet-stream"}
done, begin = where, int(part["Upload-Offset"])  # a photo that the server has already: its receipt is in the first answer
if begin < len(photo): done = call("PATCH", where.headers["Location"], 204, headers=part, data=photo[begin:])
print(json.dumps(receipt(done.headers["Ruhu-Receipt"], file["sha256"])))
