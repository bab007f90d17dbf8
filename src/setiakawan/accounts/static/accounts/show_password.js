// Show what is typed into the password fields of a page, for eyes that need to check. Without this
// script the choice isn't offered.
"use strict";
for (const choice of document.querySelectorAll("[data-show-password]")) {
  const fields = document.querySelectorAll('input[type="password"]');
  if (fields.length === 0) continue;
  choice.hidden = false;
  choice.querySelector("input").addEventListener("change", (event) => {
    for (const field of fields) field.type = event.target.checked ? "text" : "password";
  });
}
