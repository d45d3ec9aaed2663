// Builds the stylesheet; with --check only says whether the committed one is current (exit 1 if not).
import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const out = join(here, "../src/springtide/foundation/ui/static/ui");
const target = join(out, "app.css");

/** One rule a line: a change touches few lines, and git can merge two people's (see .gitattributes). */
function oneRuleALine(css) {
  const layers = []; // for every open block: is it a bare @layer, so that rules inside start lines of their own?
  let quote = "";
  let lines = "";
  for (let i = 0; i < css.length; i += 1) {
    const c = css[i];
    lines += c;
    if (c === "\\") lines += css[(i += 1)];
    else if (quote) quote = c === quote ? "" : quote;
    else if (c === '"' || c === "'") quote = c;
    else if (c === "{") {
      layers.push(layers.every(Boolean) && /(^|\n)@layer [\w.-]+\{$/.test(lines.slice(-80)));
      if (layers.at(-1)) lines += "\n";
    } else if (c === "}") {
      layers.pop();
      if (layers.every(Boolean)) lines += "\n";
    }
  }
  return lines;
}

function build() {
  const scratch = mkdtempSync(join(tmpdir(), "springtide-css-"));
  try {
    const file = join(scratch, "app.css");
    const cli = join(here, "node_modules/@tailwindcss/cli/dist/index.mjs");
    execFileSync(process.execPath, [cli, "-i", "css/app.css", "-o", file, "--minify"], { cwd: here, stdio: ["ignore", "ignore", "pipe"] });
    return oneRuleALine(readFileSync(file, "utf8"));
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

const css = build();
if (process.argv.includes("--check")) {
  if (readFileSync(target, "utf8") !== css) {
    console.error("app.css is not current. Run: npm --prefix assets run build");
    process.exit(1);
  }
  console.log("app.css is current.");
} else {
  mkdirSync(join(out, "fonts"), { recursive: true });
  cpSync(join(here, "fonts"), join(out, "fonts"), { recursive: true });
  writeFileSync(target, css);
  console.log(`app.css ${(css.length / 1024).toFixed(1)} kB`);
}
