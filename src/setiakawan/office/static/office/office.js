// The little that office pages do beyond what the browser does by itself. Every page is whole
// without it: menus are links, confirmations are pages, a second press is answered by the server.
"use strict";
(() => {
  const SNACK_STAYS_MS = 10_000;
  // A POST that answers with a download leaves the page; its button must not stay busy for ever.
  const BUSY_AT_MOST_MS = 15_000;
  const UNSAFE = new Set(["POST", "PUT", "PATCH", "DELETE"]);
  // The server answers a form that has to be corrected with 422: that page part takes its place.
  const TO_BE_CORRECTED = 422;

  const one = (selector, root = document) => root.querySelector(selector);
  const all = (selector, root = document) => root.querySelectorAll(selector);

  // --- what a screen reader is told: one place, so that voices don't interrupt each other

  function announce(sentence) {
    const region = one("#kabar");
    if (!region || !sentence) return;
    region.textContent = "";
    // Only a change after the region was empty is read out.
    setTimeout(() => { region.textContent = sentence.trim(); }, 60);
  }

  // --- short notices: ten seconds, and as long as they are hovered or focused

  function keepShort(snack) {
    let timer = 0;
    const held = () => snack.matches(":hover") || snack.contains(document.activeElement);
    const start = () => {
      clearTimeout(timer);
      timer = setTimeout(() => { if (held()) start(); else snack.remove(); }, SNACK_STAYS_MS);
    };
    const close = one("[data-close]", snack);
    close.hidden = false;
    close.addEventListener("click", () => snack.remove());
    // What went wrong stays until it is closed: it may be the only place that says it.
    if (snack.hasAttribute("data-stays")) return;
    for (const event of ["pointerenter", "focusin"]) snack.addEventListener(event, () => clearTimeout(timer));
    for (const event of ["pointerleave", "focusout"]) snack.addEventListener(event, start);
    start();
  }

  function showSnack(template) {
    const place = one("#snacks");
    const source = one(template);
    if (!place || !source) return;
    const snack = source.content.firstElementChild.cloneNode(true);
    place.replaceChildren(snack);
    keepShort(snack);
    announce(one(".text", snack).textContent);
  }

  // --- a second press of a button is the same save

  const labels = new WeakMap();

  function turningIcon() {
    const drawing = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
    drawing.setAttribute("class", "i i-busy");
    drawing.setAttribute("aria-hidden", "true");
    const sprite = one("svg.i use")?.getAttribute("href").split("#")[0] ?? "";
    use.setAttribute("href", `${sprite}#loader-circle`);
    drawing.append(use);
    return drawing;
  }

  function busy(form, submitter) {
    form.dataset.sent = "true";
    if (submitter) {
      submitter.setAttribute("aria-busy", "true");
      if (submitter.dataset.busy) {
        labels.set(submitter, [...submitter.childNodes]);
        submitter.replaceChildren(turningIcon(), submitter.dataset.busy);
      }
    }
    setTimeout(() => ready(form), BUSY_AT_MOST_MS);
  }

  function ready(form) {
    delete form.dataset.sent;
    for (const button of all('[aria-busy="true"]', form)) {
      button.removeAttribute("aria-busy");
      if (labels.has(button)) button.replaceChildren(...labels.get(button));
      labels.delete(button);
    }
  }

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post") return;
    if (form.dataset.sent) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    busy(form, event.submitter);
  }, { capture: true });

  // A page that comes back from the browser's memory must be usable again.
  addEventListener("pageshow", (event) => {
    if (event.persisted) for (const form of all("form[data-sent]")) ready(form);
  });

  // --- htmx

  document.addEventListener("htmx:config:request", ({ detail: { ctx } }) => {
    const token = one('meta[name="csrf-token"]')?.content;
    if (token && UNSAFE.has(ctx.request.method)) ctx.request.headers["X-CSRFToken"] = token;
  });

  // A refusal is shown above the page and never takes the place of what somebody is writing.
  document.addEventListener("htmx:response:error", ({ detail: { ctx } }) => {
    if (ctx.response.status === TO_BE_CORRECTED) return;
    const place = one("#masalah");
    if (!place || !ctx.text.includes("data-problem")) {
      ctx.swap = "none";
      showSnack("#snack-trouble");
      return;
    }
    ctx.target = place;
    ctx.swap = "innerHTML";
    ctx.select = "[data-problem]";
  });

  // The same event reports a mistake in a page's own attributes; only a lost request has a context.
  document.addEventListener("htmx:error", ({ detail: { ctx } }) => {
    if (ctx) showSnack("#snack-offline");
  });

  document.addEventListener("htmx:finally:request", ({ detail: { ctx } }) => {
    const form = ctx.request?.form ?? ctx.sourceElement?.closest?.("form");
    if (form) ready(form);
  });

  document.addEventListener("htmx:after:swap", ({ detail: { ctx } }) => {
    if (ctx.swap === "none") return;
    const id = ctx.target?.id;
    const changed = ctx.target?.isConnected ? ctx.target : id && document.getElementById(id);
    if (!changed) return;
    for (const snack of all("[data-snack]", changed)) keepShort(snack);
    const wanted = changed.matches("[data-focus]") ? changed : one("[data-focus]", changed);
    const heading = wanted ?? (changed.matches("h1, h2, h3") ? changed : one("h1, h2, h3, caption", changed));
    // Somebody who goes on typing elsewhere isn't pulled away; they are told instead.
    const stillWriting = document.activeElement?.matches?.("input, textarea, select")
      && !changed.contains(document.activeElement);
    if (!heading || (stillWriting && !wanted)) {
      announce(heading?.textContent ?? changed.dataset.announce);
      return;
    }
    if (!heading.hasAttribute("tabindex")) heading.tabIndex = -1;
    // The scroll place is kept, except for what must be seen to be corrected.
    heading.focus({ preventScroll: !wanted });
  });

  // --- passkeys: allauth tells what went wrong, the page says it in words

  document.addEventListener("allauth.error", (event) => {
    const words = one("[data-key-trouble]");
    if (!words) return;
    event.preventDefault();
    words.hidden = false;
    words.focus();
  });

  // --- menu on a small screen: Escape goes back to where it was opened

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || location.hash !== "#menu") return;
    location.hash = "isi";
    one("[data-menu]")?.focus();
  });

  // --- once, when the page is there

  function begin() {
    for (const button of all("[data-print]")) {
      button.hidden = false;
      button.addEventListener("click", () => print());
    }
    for (const snack of all("[data-snack]")) keepShort(snack);
    announce([...all("#snacks .text")].map((text) => text.textContent).join(" "));
    one(".error-summary[data-focus]")?.focus();
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", begin);
  else begin();
})();
