import { OBJECTS, type ObjectId } from '../objects.ts';

/** The objects that every CRM exports: all but shipments, which other systems record. */
export const CRM_OBJECTS: readonly ObjectId[] = OBJECTS.filter((one) => one !== 'delivery');
