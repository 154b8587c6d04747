// The worker in which the program runs: a Python, and in it the same program that providers run themselves. What it is
// given stays in its memory, and is forgotten with it. It is put behind the scripts of Pyodide in one text (parts.js).

(() => {
  const MEMORY = "memory:///";
  const PROGRAM = "/open-comparisons.pyz";
  const FOLDER = "/fil";
  const DAY = /\d{4}-\d{2}-\d{2}/;
  const ask = self.fetch.bind(self);
  let call, files, load;

  // Pyodide asks for its files as if they were on a server: they come from memory.
  function answer(parts) {
    self.fetch = async (address) => {
      const name = String(address).split("/").pop();
      const type = name.endsWith(".wasm") ? "application/wasm" : "application/octet-stream";
      if (!parts[name]) throw new TypeError(name);
      return new Response(parts[name], {headers: {"Content-Type": type}});
    };
  }

  // Whether the browser keeps what is here from being sent: an attempt that must fail. On a site it asks for the site's
  // own start, which the policy of the page itself would allow; nothing has been chosen yet that could be sent with it. A
  // file on a disk has no site, and asks for what is in the address itself, under the same rule as all addresses.
  async function isShut() {
    try {
      await ask(self.origin === "null" || self.origin.startsWith("file:") ? "data:," : `${self.origin}/`);
      return false;
    } catch {
      return true;
    }
  }

  async function start({parts, lock}) {
    if (!await isShut()) throw new Error("open");
    answer(parts);
    const quiet = () => {};
    const python = await self.loadPyodide({
      indexURL: MEMORY, packageBaseUrl: MEMORY, lockFileContents: lock, stdout: quiet, stderr: quiet,
      createPyodideModule: self.createPyodideModule,
    });
    files = python.FS;
    files.writeFile(PROGRAM, new Uint8Array(parts["open-comparisons.pyz"]));
    python.runPython(`import sys; sys.path.insert(0, "${PROGRAM}")`);
    load = () => {
      python.runPython("from open_comparisons.provider_tool.steps import call");
      return python.globals.get("call");
    };
    return {};
  }

  // The part of a name after the last slash, without what no name may hold.
  function plain(name) {
    return name.split(/[/\\]/).pop().replace(/\0/g, "") || "fil";
  }

  function put(folder, {name, bytes}) {
    const path = `${folder}/${plain(name)}`;
    files.mkdirTree(`${FOLDER}/${folder}`);
    files.writeFile(`${FOLDER}/${path}`, new Uint8Array(bytes));
    return path;
  }

  function remove(path) {
    for (const name of files.readdir(path).filter((each) => !/^\.\.?$/.test(each))) {
      const inner = `${path}/${name}`;
      if (files.isDir(files.stat(inner).mode)) remove(inner);
      else files.unlink(inner);
    }
    files.rmdir(path);
  }

  // A step of the program, with the files that it reads in a folder of their own, which is gone afterwards. An earlier
  // release is in a folder named by its day, as it is on the site, where the name of the file tells the day.
  function step({name, values, file, previous = []}) {
    call ??= load();
    files.mkdirTree(FOLDER);
    files.chdir(FOLDER);
    try {
      const given = {...values};
      if (file) given.file = put(".", file).slice(2);
      if (file) given.previous = previous.map((one, number) => put(`${number + 1}/${DAY.exec(one.name)?.[0] ?? "1"}`, one));
      return JSON.parse(call(name, JSON.stringify(given)));
    } finally {
      files.chdir("/");
      remove(FOLDER);
    }
  }

  self.onmessage = async ({data}) => {
    try {
      self.postMessage({id: data.id, record: await (data.start ? start(data.start) : step(data))});
    } catch (error) {
      // By its kind alone: the words of an error could repeat what was read.
      self.postMessage({id: data.id, failed: error.message === "open" ? "open" : error.type ?? error.name ?? "Error"});
    }
  };
})();
