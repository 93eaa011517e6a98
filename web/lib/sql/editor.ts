import {
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  closeCompletion,
  completeFromList,
  completionKeymap,
  type Completion,
  type CompletionContext,
  type CompletionResult,
} from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { sql, type SQLNamespace } from '@codemirror/lang-sql';
import { bracketMatching } from '@codemirror/language';
import { setDiagnostics } from '@codemirror/lint';
import { EditorState, Prec } from '@codemirror/state';
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
} from '@codemirror/view';
import type { SchemaRelation } from '../../../queries/engine/snapshot-schema.ts';
import type { Lang } from '../i18n/languages.ts';
import { commentIn } from './comment-in.ts';
import { DUCKDB } from './duckdb-dialect.ts';
import { editorTheme } from './editor-theme.ts';

/** A part of the text of the editor, and where it begins (UTF-16 offset). */
export interface Part {
  text: string;
  at: number;
}

/** What an editor is made with. */
export interface EditorOptions {
  text: string;
  label: string;
  lang: Lang;
  schema: readonly SchemaRelation[];
  /** names that may be called */
  functions: readonly string[];
  /** texts of the editor's own parts, by their English */
  phrases: Record<string, string>;
  changed(text: string): void;
  run(): void;
  /** @returns whether there was something to cancel */
  cancel(): boolean;
}

/** The editor of a page. */
export interface SqlEditor {
  focus(): void;
  /** what is to be run: the selection, else the whole text */
  part(): Part;
  setText(text: string): void;
  /** Put a name in place of the selection. */
  insert(text: string): void;
  /** Mark where an error lies. @param line and @param character from 1, in the part */
  mark(part: Part, line: number, character: number, message: string): void;
  unmark(): void;
  destroy(): void;
}

/**
 * An editor in a shadow tree of its host: there its styles are sheets of a script, which the content security policy
 * of the page lets pass, and not elements, which it refuses.
 */
export function sqlEditor(host: HTMLElement, options: EditorOptions): SqlEditor {
  const { text, label, phrases, changed, run, cancel } = options;
  const root = host.shadowRoot ?? host.attachShadow({ mode: 'open' });
  const view = new EditorView({
    root,
    parent: root,
    state: EditorState.create({
      doc: text,
      extensions: [
        Prec.highest(
          keymap.of([
            { key: 'Mod-Enter', run: (of) => (closeCompletion(of), run(), true) },
            { key: 'Escape', run: cancel },
          ]),
        ),
        lineNumbers(),
        highlightActiveLineGutter(),
        highlightActiveLine(),
        drawSelection(),
        history(),
        bracketMatching(),
        closeBrackets(),
        autocompletion({ icons: false }),
        // Tab stays the way out for who has no mouse
        keymap.of([...closeBracketsKeymap, ...defaultKeymap, ...historyKeymap, ...completionKeymap]),
        sql({ dialect: DUCKDB, schema: namespace(options), upperCaseKeywords: true }),
        DUCKDB.language.data.of({
          autocomplete: completeFromList(options.functions.map(functionCompletion)),
        }),
        DUCKDB.language.data.of({ autocomplete: namedColumns(options) }),
        EditorState.phrases.of(phrases),
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({ 'aria-label': label }),
        EditorView.updateListener.of(({ docChanged, state }) => {
          if (docChanged) changed(state.doc.toString());
        }),
        editorTheme,
      ],
    }),
  });
  return {
    focus: () => view.focus(),
    part() {
      const { from, to, empty } = view.state.selection.main;
      return empty
        ? { text: view.state.doc.toString(), at: 0 }
        : { text: view.state.sliceDoc(from, to), at: from };
    },
    setText: (next) => view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: next } }),
    insert(name) {
      view.dispatch(view.state.replaceSelection(name), { scrollIntoView: true });
      view.focus();
    },
    mark(part, line, character, message) {
      const at = Math.min(part.at + offsetOf(part.text, line, character), view.state.doc.length);
      const word = view.state.wordAt(at);
      const to = word && word.to > at ? word.to : Math.min(at + 1, view.state.doc.length);
      view.dispatch(setDiagnostics(view.state, [{ from: at, to, severity: 'error', message }]), {
        selection: { anchor: at },
        scrollIntoView: true,
      });
    },
    unmark: () => view.dispatch(setDiagnostics(view.state, [])),
    destroy: () => view.destroy(),
  };
}

/** The UTF-16 offset of a line and a character of it, both from 1; characters are counted as people do. */
export function offsetOf(text: string, line: number, character: number): number {
  const lines = text.split('\n');
  const before = lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0);
  return before + [...(lines[line - 1] ?? '')].slice(0, character - 1).join('').length;
}

function functionCompletion(label: string): Completion {
  return { label, type: 'function', apply: `${label}(`, boost: -10 };
}

function namespace({ schema, lang }: EditorOptions): SQLNamespace {
  const schemas: Record<string, Record<string, SQLNamespace>> = {};
  for (const { name, comment, columns } of schema) {
    const [inside = '', relation = ''] = name.split('.');
    (schemas[inside] ??= {})[relation] = {
      self: completion(relation, 'class', commentIn(comment, lang)),
      children: columns.map((column) =>
        completion(column.name, 'property', commentIn(column.comment, lang) ?? column.type),
      ),
    };
  }
  return schemas;
}

/** Columns of the relations that the statement names: what is written into a list is most often one of them. */
function namedColumns({
  schema,
  lang,
}: EditorOptions): (context: CompletionContext) => CompletionResult | null {
  return (context) => {
    const word = context.matchBefore(/[\w$.]*/);
    if (!word?.text || /[.$]/.test(word.text)) return null;
    const text = context.state.doc.toString().toLowerCase();
    const columns = schema.filter(({ name }) => text.includes(name)).flatMap((relation) => relation.columns);
    const named = new Map(columns.map((column) => [column.name, column]));
    return {
      from: word.from,
      validFor: /^\w*$/,
      options: [...named.values()].map(({ name, type, comment }) => ({
        ...completion(name, 'property', commentIn(comment, lang) ?? type),
        boost: 20,
      })),
    };
  };
}

function completion(label: string, type: string, detail: string | null): Completion {
  return { label, type, ...(detail ? { detail } : {}) };
}
