/** What the page as a whole is doing; one per browser tab, never written on the server. */
class PageState {
  /** false until the server-rendered page has been taken over */
  hydrated = $state(false);
  /** a navigation or a refresh is under way: what is shown may not be what is asked */
  refreshing = $state(false);
}

/** The state of this tab. */
export const pageState = new PageState();
