// tus-js-client, as its makers ship it, against the real server: it begins, is aborted, goes on from the upload's URL
// in a second life, and repeats what a bad road breaks. Prints what it saw as JSON.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";

const tus = createRequire(process.env.RUHU_NODE + "/package.json")("tus-js-client");
const [endpoint, token, file, sha256, method] = process.argv.slice(2);
const bytes = readFileSync(file);
const seen = { receipt: null, offsets: [], retried: 0 };

function options(settle) {
  return {
    endpoint,
    chunkSize: 40_000,
    // Nobody waits: a test's road is mended at once.
    retryDelays: Array(60).fill(0),
    headers: { Authorization: `Bearer ${token}` },
    metadata: { sha256, filetype: "image/jpeg" },
    overridePatchMethod: method === "POST",
    storeFingerprintForResuming: false,
    onShouldRetry: (error) => {
      seen.retried += 1;
      const status = error.originalResponse ? error.originalResponse.getStatus() : 0;
      return status === 0 || status === 404 || status === 409 || status === 423 || status >= 500;
    },
    onAfterResponse: (_request, response) => {
      seen.receipt = response.getHeader("Ruhu-Receipt") || seen.receipt;
      const offset = response.getHeader("Upload-Offset");
      if (offset) seen.offsets.push(Number(offset));
    },
    onError: settle.reject,
    onSuccess: settle.resolve,
  };
}

// The first life: it is ended after some parts.
const url = await new Promise((resolve, reject) => {
  const upload = new tus.Upload(bytes, {
    ...options({ resolve: () => resolve(upload.url), reject }),
    onChunkComplete: (_size, accepted) => {
      if (accepted >= 80_000 && accepted < bytes.length) {
        upload.abort().then(() => resolve(upload.url), reject);
      }
    },
  });
  upload.start();
});

// The second life knows the URL and nothing else.
seen.resumed = await new Promise((resolve, reject) => {
  const before = seen.offsets.length;
  const done = () => resolve(seen.offsets[before]);
  new tus.Upload(bytes, { ...options({ resolve: done, reject }), uploadUrl: url }).start();
});
console.log(JSON.stringify(seen));
