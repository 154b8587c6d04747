// Runs golden_driver.py in Pyodide, in Node: node golden_driver.cjs PYODIDE CHECKER DRIVER CASES
const fs = require("node:fs");
const path = require("node:path");

async function main([folder, checker, driver, cases]) {
  const {loadPyodide} = require(path.join(folder, "pyodide.js"));
  const compiled = path.join(folder, "python_stdlib.compiled.zip");
  const library = fs.existsSync(compiled) ? compiled : path.join(folder, "python_stdlib.zip");
  const python = await loadPyodide({indexURL: folder, stdLibURL: library, stdout() {}, stderr() {}});
  python.FS.writeFile("/checker.pyz", fs.readFileSync(checker));
  python.FS.writeFile("/golden_driver.py", fs.readFileSync(driver));
  python.FS.mkdirTree("/cases");
  python.runPython("import sys; sys.path[:0] = ['/checker.pyz', '/']; import json; from golden_driver import answers");
  const run = python.runPython("lambda cases: json.dumps(answers(json.loads(cases), '/cases'))");
  fs.writeSync(1, run(fs.readFileSync(cases, "utf8")));
}

main(process.argv.slice(2)).catch((error) => { console.error(error); process.exit(1); });
