export {}; // a module: names here are its own

// Small help on every page. Everything works without it: forms are sent,
// errors are focused by the browser, the way out is a link.

/** Leaves at once: the page is blanked before the browser begins to load the neutral one. */
function leave(href: string): void {
  document.documentElement.hidden = true;
  document.title = " ";
  location.replace(href);
}

function wayOut(): void {
  const link = document.querySelector<HTMLAnchorElement>("a[data-leave]");
  if (!link) return;
  link.addEventListener("click", (event) => {
    event.preventDefault();
    leave(link.href);
  });
  // Shift three times within two seconds does the same, for hands that are on the keyboard.
  let presses: number[] = [];
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Shift") {
      presses = [];
      return;
    }
    if (event.repeat) return;
    presses = [...presses.filter((t) => event.timeStamp - t < 2000), event.timeStamp];
    if (presses.length >= 3) leave(link.href);
  });
}

/** A second press of a button while the first is on its way does nothing. */
function sendOnce(): void {
  document.addEventListener("submit", (event) => {
    const form = event.target as HTMLFormElement;
    if (event.defaultPrevented || form.dataset.again !== undefined) return;
    if (form.dataset.sent !== undefined) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "";
    form.setAttribute("aria-busy", "true");
  });
  // A page that comes back from the browser's memory may be sent again.
  addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll<HTMLFormElement>("form[data-sent]")) {
      delete form.dataset.sent;
      form.removeAttribute("aria-busy");
    }
  });
}

/** Counts characters under text areas as people count them, not in bytes or halves of a character. */
function counts(): void {
  for (const area of document.querySelectorAll<HTMLTextAreaElement>("textarea[data-max]")) {
    const out = document.getElementById(area.id + "-count");
    if (!out) continue;
    const max = Number(area.dataset.max);
    const say = out.dataset.say ?? "{n} / {max}";
    const show = () => {
      const n = [...area.value].length;
      out.textContent = say.replace("{n}", String(n)).replace("{max}", String(max));
      out.classList.toggle("count-over", n > max);
    };
    area.addEventListener("input", show);
    show();
  }
}

/** Errors are focused by autofocus; a browser that scrolled elsewhere is helped. */
function focusErrors(): void {
  document.querySelector<HTMLElement>("[data-errors]")?.focus();
}

/** Says something to screen readers: other scripts dispatch new CustomEvent("mendan:say", {detail: text}). */
function announcements(): void {
  const region = document.getElementById("say");
  addEventListener("mendan:say", (event) => {
    if (!region) return;
    region.textContent = "";
    const text = String((event as CustomEvent<string>).detail);
    setTimeout(() => (region.textContent = text), 50); // a change of text, not only new text, is read out
  });
}

function printing(): void {
  for (const b of document.querySelectorAll<HTMLButtonElement>("button[data-print]")) {
    b.hidden = false;
    b.addEventListener("click", () => print());
  }
}

wayOut();
sendOnce();
counts();
focusErrors();
announcements();
printing();
