import { CoalfaceError } from '../../../../data/errors.ts';

/** The snapshot that is asked, or the one in service. @throws CoalfaceError `no_snapshot` */
export function snapshotAsked(asked: string | undefined, current: { id: string } | null): string {
  const id = asked ?? current?.id;
  if (id !== undefined) return id;
  throw new CoalfaceError('no_snapshot', 'nothing has been published yet', {
    hint: '先运行 coalface etl run / run `coalface etl run` first',
  });
}
