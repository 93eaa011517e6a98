import { expect, test } from 'vitest';
import { sharedFragment, sharedIn } from './share-link.ts';

test('what is shared comes back', () => {
  const shared = {
    sql: "SELECT '煤 & #1+1' -- $from\nFROM t WHERE a = $from",
    given: {
      from: { type: 'date' as const, text: '2012-06-01' },
      x: { type: 'text' as const, text: 'a:b=c' },
    },
  };
  expect(sharedIn(sharedFragment(shared))).toEqual(shared);
});

test.each(['', '#', '#content', '#sql=', `#sql=${'x'.repeat(200_001)}`])(
  '%.20s was not shared',
  (fragment) => {
    expect(sharedIn(fragment)).toBeNull();
  },
);

test('parameters that are none are left out', () => {
  expect(sharedIn('#sql=1&p.a=surprise:1&p.__proto__=text&p.b-c=text:1&p.d=flag:true')).toEqual({
    sql: '1',
    given: { d: { type: 'flag', text: 'true' } },
  });
});
