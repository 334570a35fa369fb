"""Checks an evidence pack with public libraries only: bagit, PyJWT, openpyxl. Nothing of Ruhu's is used."""

import hashlib
import json
import pathlib
import sys

import bagit
import jwt
import openpyxl

pack = pathlib.Path(sys.argv[1])
data = pack / "data"

# The bag: every file is there, none is too many, none is another.
bagit.Bag(str(pack)).validate(processes=1)

keys = {key["kid"]: key for key in json.loads((data / "keys.jwks").read_text("utf-8"))["keys"]}


def opened(text, typ, algorithm):
    """The payload of a compact JWS, verified by the key that its header names."""
    header = jwt.get_unverified_header(text)
    assert header["typ"] == typ, header
    key = jwt.PyJWK.from_dict(keys[header["kid"]])
    return jwt.decode(text, key=key.key, algorithms=[algorithm])


def lines(name):
    return (data / name).read_text("utf-8").splitlines()


statement = opened((data / "pack.jws").read_text("utf-8").strip(), "ruhu-pack+1", "EdDSA")
for name, sha256 in statement["files"].items():
    assert hashlib.sha256((pack / name).read_bytes()).hexdigest() == sha256, name

records = {}
for line in lines("records.jwsl"):
    record = opened(line, "ruhu-record+1", "ES256")
    assert record["device"] == jwt.get_unverified_header(line)["kid"]
    records[hashlib.sha256(line.encode()).hexdigest()] = record

receipts = [opened(line, "ruhu-receipt+1", "EdDSA") for line in lines("receipts.jwsl")]
assert set(records) <= {receipt["sha256"] for receipt in receipts}

# The log (RFC 6962): the leaves give the signed root; a record, its hash and salt give its leaf.
log = [json.loads(line) for line in lines("log.jsonl")]
number = {receipt["n"]: receipt["sha256"] for receipt in receipts if receipt["what"] == "record"}
for leaf in log:
    if "salt" in leaf:
        salted = b"\0" + bytes.fromhex(leaf["salt"]) + bytes.fromhex(number[leaf["n"]])
        assert hashlib.sha256(salted).hexdigest() == leaf["leaf"], leaf


def root(leaves):
    if len(leaves) == 1:
        return leaves[0]
    split = 1 << ((len(leaves) - 1).bit_length() - 1)
    return hashlib.sha256(b"\1" + root(leaves[:split]) + root(leaves[split:])).digest()


assert len(log) == statement["size"]
assert root([bytes.fromhex(leaf["leaf"]) for leaf in log]).hex() == statement["root"]

for line in lines("checkpoints.jwsl"):
    point = opened(line, "ruhu-checkpoint+1", "EdDSA")
    assert root([bytes.fromhex(leaf["leaf"]) for leaf in log[: point["size"]]]).hex() == point["root"]

photos = list((data / "photos").glob("*.jpg"))
for photo in photos:
    assert hashlib.sha256(photo.read_bytes()).hexdigest() == photo.stem, photo

# The ledger: a sheet a village, codes as texts, totals and lines to sign under the last household.
coverage = json.loads((data / "coverage.json").read_text("utf-8"))
book = openpyxl.load_workbook(data / "ledger.xlsx")
first = [row[0].value for sheet in book for row in sheet.iter_rows(min_row=4)]
listed = [value for value in first if value and value[0].isdigit()]
assert sorted(listed) == [household["household"] for household in coverage["households"]], listed

print(f"{len(records)} records, {len(photos)} photos")
