import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import { EditorView } from '@codemirror/view';
import { tags } from '@lezer/highlight';

/** The editor in the colours of the page: its variables reach into the shadow tree. */
export const editorTheme = [
  EditorView.theme({
    '&': {
      color: 'var(--ink)',
      backgroundColor: 'var(--surface)',
      border: '1px solid var(--rule-strong)',
      borderRadius: '3px',
      fontSize: 'var(--t-m)',
    },
    '&.cm-focused': { outline: '2px solid var(--focus)', outlineOffset: '1px' },
    '.cm-scroller': {
      fontFamily: 'var(--mono)',
      lineHeight: '1.55',
      minHeight: '9rem',
      maxHeight: '45vh',
    },
    '.cm-content': { caretColor: 'var(--ink)' },
    '.cm-gutters': {
      backgroundColor: 'var(--sunken)',
      color: 'var(--ink-3)',
      borderRight: '1px solid var(--rule)',
    },
    '.cm-activeLine, .cm-activeLineGutter': {
      backgroundColor: 'color-mix(in srgb, var(--ember) 6%, transparent)',
    },
    '.cm-matchingBracket': { outline: '1px solid var(--rule-strong)' },
    '.cm-tooltip': {
      backgroundColor: 'var(--surface)',
      color: 'var(--ink)',
      border: '1px solid var(--rule-strong)',
    },
    '.cm-tooltip-autocomplete ul li[aria-selected]': {
      backgroundColor: 'var(--bar)',
      color: 'var(--bar-ink)',
    },
    '.cm-completionDetail': { fontStyle: 'normal', fontFamily: 'var(--font)', opacity: '0.85' },
    '.cm-lintRange-error': {
      backgroundImage: 'none',
      textDecoration: 'underline wavy var(--up) 2px',
      textUnderlineOffset: '0.25em',
    },
    '.cm-lintPoint-error::after': { borderBottomColor: 'var(--up)' },
    '.cm-diagnostic-error': { borderLeftColor: 'var(--up)' },
  }),
  syntaxHighlighting(
    HighlightStyle.define([
      { tag: tags.keyword, color: 'var(--ember)', fontWeight: '600' },
      { tag: [tags.string, tags.special(tags.string)], color: 'var(--down)' },
      { tag: [tags.number, tags.bool, tags.null], color: 'var(--focus)' },
      { tag: tags.special(tags.name), color: 'var(--up)' },
      { tag: [tags.lineComment, tags.blockComment], color: 'var(--ink-3)', fontStyle: 'italic' },
      { tag: tags.typeName, color: 'var(--focus)' },
    ]),
  ),
];
