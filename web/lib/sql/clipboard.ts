/**
 * Put a text on the clipboard.
 * @returns whether the browser let it: pages of plain http have no clipboard, and a reader may refuse
 */
export async function toClipboard(text: string): Promise<boolean> {
  if (!navigator.clipboard) return false;
  return navigator.clipboard.writeText(text).then(
    () => true,
    () => false,
  );
}
