// The two things a page cannot do by itself: put its text on the clipboard, and open the print dialog.
// Without this script the text is a page of its own, and the browser's own menu prints.
"use strict";

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

for (const link of document.querySelectorAll("[data-copy]")) {
  const text = document.getElementById(link.dataset.copy);
  const words = link.textContent;
  link.addEventListener("click", async (event) => {
    event.preventDefault();
    if (await copied(text)) {
      link.textContent = "✓ " + link.dataset.done;
      link.classList.add("done");
      setTimeout(() => {
        link.textContent = words;
        link.classList.remove("done");
      }, 4000);
    } else {
      // The browser would not: the text itself can still be marked and copied by hand.
      window.location.assign(link.href);
    }
  });
}

// Browsers give the clipboard to pages under https; inside a township's own network the older way is left.
async function copied(text) {
  if (window.isSecureContext && navigator.clipboard) {
    try {
      await navigator.clipboard.writeText(text.value);
      return true;
    } catch {
      // Not allowed: the older way may be.
    }
  }
  text.hidden = false;
  text.select();
  const done = document.execCommand("copy");
  text.hidden = true;
  return done;
}
