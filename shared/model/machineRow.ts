/** Type of the extension resource that holds the newest row of a Log Analytics table about a machine; its name is the table's. */
export const machineRowType = 'Skywarden/logAnalyticsRows';
