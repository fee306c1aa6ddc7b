// Loaded into Azurite before it starts: ends it when the process that started it is gone, so that a killed parent leaves
// no port in use behind.
process.on('disconnect', () => process.exit(1));
