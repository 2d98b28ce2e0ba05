// The values that models share: one name, one meaning and one wording for all.

export * from './count';
export * from './inputs';
export * from './look';
export * from './prompt';
export type { Setting } from './setting';
export { alwaysSent, settingByVersion } from './setting';
export * from './shape';
