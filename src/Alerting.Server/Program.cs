using Alerting.Server.Access;
using Alerting.Server.Hosting;

var app = AlertingHost.Build(args);
await app.Services.GetRequiredService<KeyRing>().LoadAsync(app.Lifetime.ApplicationStopping);
await app.RunAsync();
