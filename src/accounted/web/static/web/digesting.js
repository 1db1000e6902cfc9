// Computes the SHA-256 of files beside the page, so that the page stays quick. Gets {id, file}, tells {id, done}
// on the way and {id, sha256} in the end.
import { Sha256 } from "./sha256.js";

const PIECE = 4 << 20;

self.onmessage = async ({ data: { id, file } }) => {
  try {
    const sha = new Sha256();
    for (let at = 0; at < file.size; at += PIECE) {
      sha.update(new Uint8Array(await file.slice(at, at + PIECE).arrayBuffer()));
      self.postMessage({ id, done: Math.min(file.size, at + PIECE) });
    }
    self.postMessage({ id, sha256: sha.hex() });
  } catch (trouble) {
    self.postMessage({ id, trouble: String(trouble) });
  }
};
