/**
 * One tab stop for all links of a table: arrow keys, Home and End move among them. Without JavaScript each link is a tab
 * stop of its own.
 */
export function roving(table: HTMLElement): () => void {
  const rows = () =>
    [...table.querySelectorAll('tr')]
      .map((row) => [...row.querySelectorAll<HTMLElement>('a.explained')])
      .filter((links) => links.length > 0);
  const stop = (link: HTMLElement) => {
    for (const one of table.querySelectorAll<HTMLElement>('a.explained'))
      one.tabIndex = one === link ? 0 : -1;
  };
  const first = table.querySelector<HTMLElement>('a.explained');
  if (first) stop(first);
  const onFocus = (event: FocusEvent) => {
    const link = (event.target as Element).closest<HTMLElement>('a.explained');
    if (link) stop(link);
  };
  const onKey = (event: KeyboardEvent) => {
    const grid = rows();
    const row = grid.findIndex((links) => links.includes(event.target as HTMLElement));
    const links = grid[row];
    if (!links || event.ctrlKey || event.metaKey || event.altKey) return;
    const at = links.indexOf(event.target as HTMLElement);
    const below = (to: number) => grid[to]?.[Math.min(at, (grid[to]?.length ?? 1) - 1)];
    const next = {
      ArrowLeft: links[at - 1],
      ArrowRight: links[at + 1],
      ArrowUp: below(row - 1),
      ArrowDown: below(row + 1),
      Home: links[0],
      End: links.at(-1),
    }[event.key];
    if (!next) return;
    event.preventDefault();
    next.focus();
  };
  table.addEventListener('focusin', onFocus);
  table.addEventListener('keydown', onKey);
  return () => {
    table.removeEventListener('focusin', onFocus);
    table.removeEventListener('keydown', onKey);
  };
}
