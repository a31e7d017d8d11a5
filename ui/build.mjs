// Builds the view into one HTML file without any outside reference, and the host that its tests use.
//
//   node build.mjs          writes ../c360_mcp/view/customer.html, and build/host.js
//   node build.mjs --check  fails where the committed file is another than the one that the sources make
import { createHash } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { rolldown } from "rolldown";

const PAGE = new URL("../c360_mcp/view/customer.html", import.meta.url);
const HOST = new URL("build/host.js", import.meta.url);
const MOST_BYTES = 250_000;

// Of zod, the view needs neither error texts in fifty languages nor JSON Schema, in which an app would describe tools of
// its own: together they would be more than the rest of the page.
const NEEDLESS = /zod\/v4\/(locales\/(index|en)|core\/(to-json-schema|json-schema-processors))\.js$/;
const withoutNeedless = {
  name: "without-needless",
  async load(id) {
    if (!NEEDLESS.test(id)) return null;
    const names = [...(await readFile(id, "utf8")).matchAll(/^export (?:const|function) (\w+)/gm)].map(([, name]) => name);
    return ["export default () => ({});", ...names.map((name) => `export const ${name} = () => () => undefined;`)].join("\n");
  },
};

async function bundle(input, plugins) {
  const build = await rolldown({
    input: new URL(input, import.meta.url).pathname,
    platform: "browser",
    transform: { jsx: { runtime: "automatic", importSource: "preact" } },
    treeshake: {
      // None of the packages does anything by being imported, which not all of them declare.
      moduleSideEffects: [{ test: /node_modules/, sideEffects: false }],
      propertyReadSideEffects: false,
    },
    plugins,
    logLevel: "silent",
  });
  const { output } = await build.generate({ format: "iife", minify: true, codeSplitting: false, comments: false });
  return output[0].code.trim();
}

const hash = (text) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;

async function page() {
  const script = (await bundle("src/main.tsx", [withoutNeedless])).replaceAll("</script", "<\\/script");
  const style = (await readFile(new URL("src/style.css", import.meta.url), "utf8"))
    .replaceAll(/\/\*.*?\*\//gs, "")
    .replaceAll(/\s+/g, " ")
    .replaceAll(/ ?([{};,]) ?/g, "$1")
    .trim();
  const template = await readFile(new URL("src/page.html", import.meta.url), "utf8");
  return template
    .replace("{script-hash}", () => hash(script))
    .replace("{style}", () => style)
    .replace("{script}", () => script);
}

const built = await page();
const bytes = Buffer.byteLength(built);
console.log(`${bytes.toLocaleString("en")} bytes of ${MOST_BYTES.toLocaleString("en")}`);
if (bytes > MOST_BYTES) throw new Error("The page is larger than that.");
if (process.argv.includes("--check")) {
  if ((await readFile(PAGE, "utf8")) !== built) throw new Error("Run `npm run build` in ui/ and commit what it writes.");
} else {
  await writeFile(PAGE, built);
}
await mkdir(new URL("build/", import.meta.url), { recursive: true });
await writeFile(HOST, await bundle("test/host.ts", []));
