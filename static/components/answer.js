/* "I don't know" and "none of these" rule out the other answers: choosing one takes back the others. */
(() => {
  const answer = document.querySelector("[data-answer]");
  if (!answer) return;
  const unknown = answer.querySelector("[data-unknown]");
  const isTick = (control) => control.type === "checkbox" || control.type === "radio";

  const takeBack = (controls) => controls.forEach((control) => {
    if (isTick(control)) control.checked = false;
    else if (control.tagName !== "BUTTON" && control.type !== "hidden") control.value = "";
  });
  const others = () => [...answer.querySelectorAll("input, select, textarea")]
    .filter((control) => control !== unknown && !control.closest("template, [data-rows], [data-impact]"));

  answer.addEventListener("change", (event) => {
    const control = event.target;
    if (control === unknown) {
      if (unknown.checked) takeBack(others());
      return;
    }
    if (unknown && (isTick(control) ? control.checked : control.value)) unknown.checked = false;
    const group = control.closest("[data-exclusive]");
    if (!group || !control.checked || control.type !== "checkbox") return;
    const alone = group.dataset.exclusive.split(" ");
    group.querySelectorAll("input[type=checkbox]").forEach((other) => {
      if (other !== control && (alone.includes(control.value) || alone.includes(other.value))) other.checked = false;
    });
  });
})();
