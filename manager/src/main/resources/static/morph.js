// Teaches htmx to change a part of a page into its new state, leaving alone what is the same: focus,
// selection, scroll positions and what the pointer is on stay as they are.
"use strict";

(() => {
  function attributes(from, to) {
    for (const each of [...from.attributes]) {
      if (!to.hasAttribute(each.name) && each.name !== "open") from.removeAttribute(each.name);
    }
    for (const each of to.attributes) {
      if (from.getAttribute(each.name) !== each.value) from.setAttribute(each.name, each.value);
    }
  }

  function same(old, next) {
    return old.nodeType === next.nodeType && old.nodeName === next.nodeName
      && (old.nodeType !== Node.ELEMENT_NODE || old.id === next.id);
  }

  function morph(from, to) {
    if (from.nodeType !== Node.ELEMENT_NODE) {
      if (from.nodeValue !== to.nodeValue) from.nodeValue = to.nodeValue;
      return;
    }
    // The script has written a time in words; the same time needs no other words.
    if (from.nodeName === "TIME" && from.dateTime === to.dateTime) return;
    attributes(from, to);
    const kept = new Map([...from.children].filter(each => each.id).map(each => [each.id, each]));
    let old = from.firstChild;
    for (const next of [...to.childNodes]) {
      const known = next.id && kept.get(next.id);
      if (known && known !== old) {
        from.insertBefore(known, old);
        morph(known, next);
      } else if (old && same(old, next)) {
        morph(old, next);
        old = old.nextSibling;
      } else {
        from.insertBefore(next, old);
      }
    }
    while (old) {
      const gone = old;
      old = old.nextSibling;
      gone.remove();
    }
  }

  htmx.defineExtension("morph", {
    isInlineSwap: style => style === "morph",
    handleSwap: (style, target, fragment) => {
      if (style !== "morph") return false;
      const next = fragment.querySelector("#live");
      if (next) morph(target, next);
      return [target];
    },
  });
})();
