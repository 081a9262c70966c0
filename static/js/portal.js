// Small comforts; every page works without this file.

const closeMenus = (except) => {
  for (const open of document.querySelectorAll(".header details[open]")) {
    if (open !== except && !open.classList.contains("menu")) open.open = false;
  }
};

document.addEventListener("click", (event) => closeMenus(event.target.closest("details")));
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = event.target.closest(".header details[open], .submenu");
  closeMenus();
  (menu?.previousElementSibling?.querySelector("summary") ?? menu?.querySelector("summary"))?.focus();
});

document.querySelector("[data-focus]")?.focus();

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const text = document.getElementById(button.dataset.copy);
    text.select();
    try {
      await navigator.clipboard.writeText(text.value);
    } catch {
      document.execCommand("copy"); // plain HTTP on a closed network has no clipboard of its own
    }
    button.nextElementSibling.textContent = "Đã sao chép.";
  });
}

// Paper cannot be opened: folded parts of the page are printed unfolded, then folded again.
const unfolded = [];
addEventListener("beforeprint", () => {
  for (const folded of document.querySelectorAll("details.details:not([open])")) {
    folded.open = true;
    unfolded.push(folded);
  }
});
addEventListener("afterprint", () => {
  for (const folded of unfolded.splice(0)) folded.open = false;
});

addEventListener("beforeprint", () => {
  const now = new Date();
  const two = (number) => String(number).padStart(2, "0");
  for (const stamp of document.querySelectorAll("[data-print-time]")) {
    stamp.textContent = `${two(now.getHours())}:${two(now.getMinutes())} ${two(now.getDate())}/${two(now.getMonth() + 1)}/${now.getFullYear()}`;
  }
});

// Whoever signs out leaves nothing typed behind on a machine that others use, too.
addEventListener("submit", ({ target }) => {
  if (!target.matches("[data-sign-out]")) return;
  for (const key of Object.keys(localStorage)) if (key.startsWith("nhap:")) localStorage.removeItem(key);
});
