// Builds what the office pages load: style sheet, font, icon sprite and htmx, into the office's
// static folder. Run `node frontend/build.mjs` after `npm ci` in frontend/. The same input gives the
// same bytes. Nothing built is committed; the licences of what is carried along are written beside it.

import { execFileSync } from "node:child_process";
import { copyFileSync, existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const modules = join(here, "node_modules");
const source = join(here, "..", "src", "setiakawan");
const target = join(source, "office", "static", "office");

function refuse(sentence) {
  console.error(`frontend: ${sentence}`);
  process.exit(1);
}

function write(name, text) {
  writeFileSync(join(target, name), text);
}

function buildStyleSheet() {
  const cli = join(modules, "@tailwindcss", "cli", "dist", "index.mjs");
  execFileSync(
    process.execPath,
    [cli, "--input", join(here, "theme.css"), "--output", join(target, "app.css"), "--minify"],
    { cwd: here, stdio: ["ignore", "ignore", "pipe"] },
  );
  for (const name of ["tailwindcss", "daisyui"]) {
    copyFileSync(join(modules, name, "LICENSE"), join(target, "licences", `${name}.txt`));
  }
}

// Only letters of the Latin file are shipped: Indonesian and Javanese names need no other.
function copyFont() {
  const font = join(modules, "@fontsource-variable", "plus-jakarta-sans");
  copyFileSync(
    join(font, "files", "plus-jakarta-sans-latin-wght-normal.woff2"),
    join(target, "fonts", "plus-jakarta-sans-latin.woff2"),
  );
  copyFileSync(join(font, "LICENSE"), join(target, "licences", "plus-jakarta-sans-OFL.txt"));
}

// The line that names a source map is cut off: the map isn't shipped, and Django's manifest
// storage refuses a file that points at a missing one.
function copyHtmx() {
  const htmx = join(modules, "htmx.org");
  const script = readFileSync(join(htmx, "dist", "htmx.min.js"), "utf8");
  write("htmx.js", script.replace(/\n?\/\/# sourceMappingURL=.*\s*$/, "\n"));
  copyFileSync(join(htmx, "LICENSE"), join(target, "licences", "htmx.txt"));
}

// The names in icons.txt (used from Python) and those in {% icon "name" %} of any template.
function wantedIcons() {
  const names = new Set(
    readFileSync(join(here, "icons.txt"), "utf8")
      .split("\n")
      .map((line) => line.trim())
      .filter((line) => line && !line.startsWith("#")),
  );
  for (const file of globSync("**/templates/**/*.html", { cwd: source })) {
    const template = readFileSync(join(source, file), "utf8");
    for (const [, name] of template.matchAll(/{%\s*icon\s+["']([a-z0-9-]+)["']/g)) names.add(name);
  }
  return [...names].sort();
}

function buildSprite() {
  const lucide = join(modules, "lucide-static");
  const symbols = wantedIcons().map((name) => {
    const file = join(lucide, "icons", `${name}.svg`);
    if (!existsSync(file)) refuse(`lucide has no icon "${name}". Look the name up and correct it.`);
    const drawing = readFileSync(file, "utf8").match(/<svg[^>]*>([\s\S]*)<\/svg>/)[1];
    const shapes = drawing.replace(/\s*\n\s*/g, "").replace(/ \/>/g, "/>").trim();
    return `<symbol id="${name}" viewBox="0 0 24 24">${shapes}</symbol>`;
  });
  write(
    "sprite.svg",
    `<!-- lucide, ISC licence, see licences/lucide.txt --><svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>\n`,
  );
  copyFileSync(join(lucide, "LICENSE"), join(target, "licences", "lucide.txt"));
}

if (!existsSync(join(modules, "tailwindcss"))) {
  refuse("the packages are missing. Run `npm ci` in frontend/ first.");
}
mkdirSync(join(target, "fonts"), { recursive: true });
mkdirSync(join(target, "licences"), { recursive: true });
copyFont();
copyHtmx();
buildSprite();
buildStyleSheet();
