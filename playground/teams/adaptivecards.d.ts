/** The bundle is the only form of the package that plain Node can load; its types are those of the package. */
declare module 'adaptivecards/dist/adaptivecards' {
  export * from 'adaptivecards';
}
