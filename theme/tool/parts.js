// The parts of the program: fetched or taken out of this very page, unpacked, and put together into a worker.

const GZIP = [0x1f, 0x8b];
const AT_ONCE = 1 << 20;

// Parts from a server, by name, at addresses within the site; `report` is given the number of bytes so far.
export async function fetched(list, root, report) {
  const parts = {};
  let done = 0;
  for (const {name, address} of list) {
    const answer = await fetch(new URL(address, root), {cache: "no-cache"});
    if (!answer.ok) throw new Error(`${answer.status}`);
    const chunks = [], reader = answer.body.getReader();
    for (let read = await reader.read(); !read.done; read = await reader.read()) {
      chunks.push(read.value);
      report(done += read.value.length);
    }
    parts[name] = await unpacked(new Blob(chunks));
  }
  return parts;
}

// Parts out of the page, where each is an element with its text in base64.
export async function embedded(list, report) {
  const parts = {};
  let done = 0;
  for (const {name, size} of list) {
    const text = document.querySelector(`[data-part="${name}"]`).textContent.trim();
    parts[name] = await unpacked(new Blob(decoded(text)));
    report(done += size);
  }
  return parts;
}

function decoded(text) {
  const pieces = [];
  for (let start = 0; start < text.length; start += AT_ONCE)
    pieces.push(Uint8Array.from(atob(text.slice(start, start + AT_ONCE)), (letter) => letter.charCodeAt(0)));
  return pieces;
}

// Some servers unpack by themselves: then it is unpacked already.
async function unpacked(blob) {
  const first = new Uint8Array(await blob.slice(0, GZIP.length).arrayBuffer());
  if (!GZIP.every((byte, place) => byte === first[place])) return blob.arrayBuffer();
  return new Response(blob.stream().pipeThrough(new DecompressionStream("gzip"))).arrayBuffer();
}

// From here on the browser lets nothing of this page, or of workers made from now on, be fetched or sent.
export function shut(policy) {
  const meta = document.createElement("meta");
  meta.httpEquiv = "Content-Security-Policy";
  meta.content = policy;
  document.head.append(meta);
}

// A worker of one text, since a page opened from a disk may neither import nor load another. Pyodide comes as a module:
// as a script, it gives its function to the worker instead of exporting it. `importScripts` is what it tells the two by.
export function workerOf(parts) {
  const text = (name) => new TextDecoder().decode(parts[name]);
  const module = text("pyodide.asm.mjs").replaceAll("import.meta.url", "\"memory:///\"")
    .replace(/export default (\w+);\s*$/, "self.createPyodideModule = $1;");
  const first = "self.importScripts = () => { throw new TypeError(); };\n";
  return new Worker(URL.createObjectURL(
    new Blob([first, text("pyodide.js"), "\n", module, "\n", text("worker.js")], {type: "text/javascript"})));
}

// What is asked of the worker, each with an answer; one that fails tells its kind.
export class Program {
  constructor(worker) {
    this.worker = worker;
    this.waiting = new Map();
    worker.onmessage = ({data}) => {
      const {done, refused} = this.waiting.get(data.id);
      this.waiting.delete(data.id);
      if (data.failed) refused(new Error(data.failed));
      else done(data.record);
    };
    worker.onerror = () => {
      for (const {refused} of this.waiting.values()) refused(new Error("worker"));
      this.waiting.clear();
    };
  }

  ask(message, moved = []) {
    const id = this.asked = (this.asked ?? 0) + 1;
    return new Promise((done, refused) => {
      this.waiting.set(id, {done, refused});
      this.worker.postMessage({...message, id}, moved);
    });
  }
}
