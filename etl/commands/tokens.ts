import { Command, InvalidArgumentError, Option } from 'commander';
import { userInfo } from 'node:os';
import pc from 'picocolors';
import { holds, TOKEN_SCOPES, type ApiToken, type TokenScope } from '../../data/api-token-reader.ts';
import { homeAt } from '../../data/home.ts';
import { ApiTokens } from '../api-tokens.ts';
import type { CommandContext } from '../cli.ts';
import { textTable } from '../terminal.ts';
import { instantOf } from './instant.ts';

interface Said {
  json?: boolean;
  by?: string;
  scope: TokenScope;
  expires?: string;
}

/** `coalface tokens add | list | revoke`: who may ask the HTTP API. */
export function tokensCommands({ output, now }: CommandContext): Command {
  const tokens = new Command('tokens').description('令牌: who may ask the HTTP API /api/v1');
  const command = (usage: string, description: string) =>
    tokens.command(usage).description(description).option('--json', 'print JSON, for scripts');
  const by = '操作人: who does this; default the user of the system';
  const print = (said: Pick<Said, 'json'>, value: unknown, text: () => string) =>
    output.write(said.json ? `${JSON.stringify(value, null, 2)}\n` : text());
  const use = <T>(work: (tokens: ApiTokens) => T): T => {
    const store = new ApiTokens(homeAt(), now);
    try {
      return work(store);
    } finally {
      store.close();
    }
  };

  command('add', '新建: make a token; its secret is printed this once')
    .argument('<name>', 'who or what it is for', nameOf)
    .addOption(
      new Option('--scope <scope>', 'read: library, schema, runs; sql: free SQL too')
        .choices(TOKEN_SCOPES)
        .makeOptionMandatory(),
    )
    .option('--expires <date>', '到期: 2027-01-01 or 2027-01-01 09:00, in Beijing; default never', instantOf)
    .option('--by <who>', by)
    .action((name: string, said: Said) => {
      const { scope, expires = null } = said;
      const secret = use((store) => store.add({ name, scope, expires, by: said.by ?? userInfo().username }));
      print(
        said,
        { name, scope, expires_at: expires, secret },
        () => `${secret}\n${pc.dim('只显示这一次 / it is not shown again: Authorization: Bearer …')}\n`,
      );
    });

  command('list', '列出: all tokens, without their secrets').action((said: Said) => {
    const list = use((store) => store.tokens());
    print(said, list, () => listText(list, now()));
  });

  command('revoke', '吊销: make a token good no more, at once and for ever')
    .argument('<name>', 'its name')
    .option('--by <who>', by)
    .action((name: string, said: Said) => {
      use((store) => store.revoke(name, said.by ?? userInfo().username));
      print(said, { revoked: name }, () => `${pc.green('revoked')} ${name}\n`);
    });
  return tokens;
}

function nameOf(text: string): string {
  if (!/^[\p{L}\p{N}][\p{L}\p{N}._-]{0,59}$/u.test(text))
    throw new InvalidArgumentError('letters, digits, . _ and -, at most 60 of them');
  return text;
}

function listText(list: readonly ApiToken[], now: Date): string {
  if (list.length === 0) return 'no tokens: coalface tokens add NAME --scope read\n';
  const state = (token: ApiToken) => {
    if (holds(token, now)) return '有效 good';
    return token.revoked_at === null ? '过期 expired' : '已吊销 revoked';
  };
  return textTable(
    ['名称 name', '范围 scope', '状态 state', '建立 created', '到期 expires', '建立人 by'],
    list.map((token) => [
      token.name,
      token.scope,
      state(token),
      beijing(token.created_at),
      token.expires_at === null ? '—' : beijing(token.expires_at),
      token.created_by,
    ]),
  );
}

function beijing(instant: string): string {
  return new Date(instant).toLocaleString('sv-SE', { timeZone: 'Asia/Shanghai' }).slice(0, 16);
}
