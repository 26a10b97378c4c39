// Rings until somebody opens what rings, follows the ledger, and says when it has lost it. One key an action, never
// while somebody types.
"use strict";
(() => {
  const place = document.body.dataset.bells;
  let title = document.title;
  // What the page shows: up to which event, and the bells of the last answer; when that came, and when all was changed.
  let event = Number(document.body.dataset.event ?? NaN);
  let rung = null;
  let heard = new Date();
  let changed = 0;
  let asking = false;
  let leaving = false;

  // A browser may keep a page silent until somebody has touched it: then it says so, and any touch is enough.
  const sound = place && window.AudioContext ? new AudioContext() : null;
  const silent = document.getElementById("silent");
  const hearable = () => { if (sound && silent) silent.hidden = sound.state === "running"; };
  const wake = () => { if (sound) sound.resume().then(hearable); };
  for (const touch of ["pointerdown", "keydown"]) addEventListener(touch, wake);
  if (sound) { sound.addEventListener("statechange", hearable); wake(); setTimeout(hearable, 500); }

  const beep = (pitch) => {
    if (!sound || sound.state !== "running") return;
    try {
      const tone = sound.createOscillator();
      const loud = sound.createGain();
      tone.frequency.value = pitch;
      loud.gain.setValueAtTime(0.2, sound.currentTime);
      loud.gain.exponentialRampToValueAtTime(0.001, sound.currentTime + 0.6);
      tone.connect(loud).connect(sound.destination);
      tone.start();
      tone.stop(sound.currentTime + 0.6);
    } catch { /* a browser without sound still has banner and title */ }
  };

  const content = () => document.getElementById("content");

  // Somebody is at work in the page: what was typed, chosen or opened to be typed in is not torn away.
  const typed = (field) =>
    field.type !== "hidden" &&
    (field.matches("select") ? field.selectedIndex > 0 && !field.querySelector("[selected]") : field.value !== field.defaultValue);
  const working = () =>
    document.activeElement.matches("main input, main textarea, main select") ||
    document.querySelector("main details[open].aside") !== null ||
    [...document.querySelectorAll("main input, main textarea, main select")].some(typed);

  // What has changed is laid in place of what stood there: a page that loads itself anew would have lost its voice.
  // Pictures that are the same stay, or everything below them would jump; so does what somebody had opened or stands at.
  const refresh = async () => {
    const answer = await fetch(location.href, { credentials: "same-origin", signal: AbortSignal.timeout(15000) });
    if (!answer.ok || answer.redirected) throw new Error("no page");
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (working()) return false;
    const old = content();
    const next = document.importNode(fresh.getElementById("content"), true);
    for (const image of next.querySelectorAll("img")) {
      const same = [...old.querySelectorAll("img")].find((one) => one.getAttribute("src") === image.getAttribute("src"));
      if (same) image.replaceWith(same);
    }
    const open = [...old.querySelectorAll("details[open] > summary")].map((one) => one.textContent);
    for (const summary of next.querySelectorAll("details > summary"))
      if (open.includes(summary.textContent)) summary.parentElement.open = true;
    const stood = old.contains(document.activeElement) ? document.activeElement.outerHTML : "";
    old.replaceWith(next);
    if (stood) [...next.querySelectorAll("a, button, summary")].find((one) => one.outerHTML === stood)?.focus();
    title = fresh.title;
    event = Number(fresh.body.dataset.event);
    changed = Date.now();
    return true;
  };

  const follow = async (state) => {
    if (Number.isNaN(event) || state.event === event) return;
    document.getElementById("newer").hidden = working() ? false : await refresh();
  };

  // Written anew only when it says something new: focus and a screen reader's voice stay where they are.
  const show = (state) => {
    const banner = document.getElementById("bells");
    if (state.html === rung) return;
    const fresh = new DOMParser().parseFromString(state.html, "text/html").body;
    const open = [...banner.querySelectorAll("details")].map((one) => one.open);
    [...fresh.querySelectorAll("details")].forEach((one, at) => { one.open = Boolean(open[at]); });
    banner.hidden = state.bells === 0;
    banner.replaceChildren(...fresh.childNodes);
    document.getElementById("waiting").textContent = state.queue;
  };

  // A page that has lost the service says so in words: what it shows may be old, and it rings no more.
  const lost = () => {
    document.getElementById("since").textContent = heard.toLocaleTimeString("sv-SE", { hour: "2-digit", minute: "2-digit" });
    document.getElementById("lost").hidden = false;
    document.title = "⚠ " + title;
    beep(440);
  };

  const ask = async () => {
    if (asking) return;
    asking = true;
    try {
      const answer = await fetch(place, { credentials: "same-origin", signal: AbortSignal.timeout(8000) });
      if (answer.redirected && !working()) return location.reload();
      if (answer.redirected || !answer.ok) throw new Error("no answer");
      const state = await answer.json();
      show(state);
      await follow(state);
      rung = state.html;
      heard = new Date();
      document.getElementById("lost").hidden = true;
      document.title = state.bells ? "🔔 (" + state.bells + ") " + title : title;
      if (state.bells) beep(880);
    } catch {
      if (!leaving) lost();
    } finally {
      asking = false;
    }
  };
  if (place) { ask(); setInterval(ask, 4000); }
  addEventListener("pagehide", () => { leaving = true; });
  addEventListener("pageshow", () => { leaving = false; });

  // A form with something typed in it is not left without a question, unless by its own button.
  let sent = false;
  addEventListener("submit", () => { sent = true; });
  addEventListener("beforeunload", (left) => {
    if (!sent && [...document.querySelectorAll("form.form input, form.form textarea, form.form select")].some(typed)) left.preventDefault();
  });

  // A key that was meant for what stood there a moment ago does nothing.
  document.addEventListener("keydown", (pressed) => {
    if (pressed.ctrlKey || pressed.altKey || pressed.metaKey || pressed.target.matches("input, textarea, select")) return;
    const button = document.querySelector('[data-key="' + CSS.escape(pressed.key.toLowerCase()) + '"]');
    if (button && Date.now() - changed > 1500) { pressed.preventDefault(); button.click(); }
  });
})();
