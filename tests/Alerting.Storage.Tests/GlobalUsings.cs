global using Alerting.Storage.Logs;
global using Xunit;
