// The tus project's own server, as its makers ship it, for the bench: files into a folder. With `synced` each finished
// file and the folder are synced to disk before the last part is answered, as ours does. Says its port.
import { createRequire } from "node:module";
import { open } from "node:fs/promises";
import { createServer } from "node:http";
import { join } from "node:path";

const require = createRequire(process.env.RUHU_NODE + "/package.json");
const { Server } = require("@tus/server");
const { FileStore } = require("@tus/file-store");
const [directory, syncing] = process.argv.slice(2);

async function sync(path) {
  const file = await open(path, "r");
  await file.sync();
  await file.close();
}

const server = new Server({
  path: "/files",
  datastore: new FileStore({ directory }),
  async onUploadFinish(_request, upload) {
    if (syncing === "synced") {
      await sync(join(directory, upload.id));
      await sync(directory);
    }
    return {};
  },
});
const listening = createServer((request, response) => server.handle(request, response));
listening.listen(0, "127.0.0.1", () => console.log(`port ${listening.address().port}`));
