// Runs compile.py in Pyodide, in Node: node compile.cjs PYODIDE OUTPUT
const fs = require("node:fs");
const path = require("node:path");

async function main([folder, output]) {
  const {loadPyodide} = require(path.resolve(folder, "pyodide.js"));
  const python = await loadPyodide({indexURL: path.resolve(folder)});
  python.FS.writeFile("/library.zip", fs.readFileSync(path.join(folder, "python_stdlib.zip")));
  python.runPython(fs.readFileSync(path.join(__dirname, "compile.py"), "utf8"));
  python.runPython("open('/compiled.zip', 'wb').write(compiled(open('/library.zip', 'rb').read()))");
  fs.writeFileSync(output, python.FS.readFile("/compiled.zip"));
}

main(process.argv.slice(2)).catch((error) => { console.error(String(error.message ?? error).slice(-2000)); process.exit(1); });
