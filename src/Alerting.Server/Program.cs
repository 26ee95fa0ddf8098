using Alerting.Server.Access;
using Alerting.Server.Catalog;
using Alerting.Server.Demo;
using Alerting.Server.Hosting;
using Alerting.Server.Http;
using Alerting.Server.Import;

if (args is ["import", ..])
{
    return await ImportCommand.RunAsync(args[1..]);
}

var demo = args is ["demo", ..];
var app = AlertingHost.Build(demo ? args[1..] : args);
try
{
    _ = app.Services.GetRequiredService<Catalogs>();
}
catch (CatalogFileException exception)
{
    await Console.Error.WriteLineAsync(exception.Message);
    return 1;
}

app.Services.GetRequiredService<TemporaryFiles>().Empty();
await app.Services.GetRequiredService<KeyRing>().LoadAsync(app.Lifetime.ApplicationStopping);
await app.StartAsync();
if (demo)
{
    await new DemoRun(app).RunAsync(app.Lifetime.ApplicationStopping);
}

await app.WaitForShutdownAsync();
return 0;
