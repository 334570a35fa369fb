"""tuspy, as its makers ship it, against the real server: two parts, then a second client goes on from the URL."""

import json
import sys

from tusclient import client

endpoint, token, path, sha256 = sys.argv[1:5]


def uploader(url=None):
    tus = client.TusClient(endpoint, headers={"Authorization": f"Bearer {token}"})
    return tus.uploader(
        path,
        url=url,
        chunk_size=40_000,
        metadata={"sha256": sha256, "filetype": "image/jpeg"},
        upload_checksum=True,
        # Nobody waits: a test's road is mended at once.
        retries=60,
        retry_delay=0,
    )


first = uploader()
first.upload_chunk()
first.upload_chunk()
second = uploader(first.url)
resumed = second.offset
second.upload()
print(json.dumps({"resumed": resumed, "offset": second.offset}))
