global using Alerting.Logs;
