/* The impact grid: an empty rating counts as the one before, summaries and preview show what is ticked. Arrow keys move within a
   row by themselves, since a row is one group of radios. */
(() => {
  const grid = document.querySelector("[data-impact]");
  if (!grid) return;
  const preview = document.querySelector("[data-impact-preview]");

  /* The rating that counts after each length of time: what is ticked, else what was there before. */
  const counted = (category) => {
    let before = 0;
    return [...category.querySelectorAll("[data-band]")].map((row) => {
      const ticked = row.querySelector("input:checked")?.value;
      before = ticked && ticked !== "unknown" ? Number(ticked) : before;
      return before;
    });
  };
  const summary = (category, ratings) => {
    const highest = Math.max(...ratings);
    if (!highest) return "";
    const row = category.querySelectorAll("[data-band]")[ratings.indexOf(highest)];
    const word = category.querySelectorAll("thead th")[highest + 2].textContent;
    return `${highest} ${word} after ${row.querySelector("th").firstChild.textContent.trim()}`;
  };
  const show = () => {
    const all = [...grid.querySelectorAll("[data-category]")].map((category) => {
      const ratings = counted(category);
      category.querySelector("[data-category-summary]").textContent = summary(category, ratings);
      return ratings;
    });
    preview?.querySelectorAll("[data-rating]").forEach((step, place) => {
      const worst = Math.max(...all.map((ratings) => ratings[place]));
      step.dataset.rating = worst;
      step.querySelector("[data-step]").textContent = worst;
    });
  };

  grid.addEventListener("change", show);
  show();
})();
