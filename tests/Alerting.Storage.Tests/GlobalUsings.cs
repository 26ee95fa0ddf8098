global using Alerting.Logs;
global using Xunit;
