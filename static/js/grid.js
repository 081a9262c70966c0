// The entry form as a grid. What it consists of is fetched at the first sign of a person, so that the page itself
// stays light; until then, and wherever it fails, the plain form does everything.

const SIGNS = ["focusin", "keydown", "pointermove", "pointerdown", "wheel", "scroll"];
const form = document.querySelector("form.grid");
const tools = document.querySelector(".grid-tools");
let asked = null;

const load = async () => {
  asked ??= import("./grid/start.js");
  try {
    (await asked).start(form);
    for (const sign of SIGNS) removeEventListener(sign, load, true);
  } catch {
    asked = null; // no network: the next sign tries again
  }
};

if (form?.querySelector(".entry-bar")) {
  tools.hidden = false;
  for (const sign of SIGNS) addEventListener(sign, load, { capture: true, passive: true });
  let draft = null;
  try {
    draft = localStorage.getItem(form.dataset.draft);
  } catch { /* storage may be closed by the browser's owner */ }
  if (draft) load();
}
