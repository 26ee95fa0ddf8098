using Alerting.Server.Tests.EndToEnd;
using Alerting.Testing;
using Xunit;

namespace Alerting.Server.Tests.OpenApi.Clients;

/// <summary>A typed client in C#, as its users generate it.</summary>
public sealed class NSwagClientTests
{
    [Fact]
    public async Task Makes_every_call_and_reads_every_answer()
    {
        await using var server = await ServerProcess.StartAsync();
        var port = TestPorts.Next();
        using var hook = new HookReceiver(port);
        var contract = await server.ContractAsync();
        var calls = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Clients", "NSwagCalls.cs"));
        var assembly = NSwagClient.Compile(await NSwagClient.GenerateAsync(contract.Text), calls);
        var run = assembly.GetType($"{NSwagClient.Namespace}.Calls")!.GetMethod("RunAsync")!;

        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1), TimeProvider.System);
        await (Task)run.Invoke(
            null, [server.Client, server.Url.ToString(), $"http://127.0.0.1:{port}/", TimeProvider.System.GetUtcNow(), patience.Token])!;

        Assert.All(hook.Received, received =>
        {
            var kind = received.Id.StartsWith("test.", StringComparison.Ordinal) ? "test" : "alert";
            Assert.Empty(contract.Check(contract.Webhook(kind), received.Body.ToJsonString(), isAnswer: true));
        });
        Assert.Contains(hook.Received, static received => received.Body["type"]!.GetValue<string>() == "alert.raised");
        Assert.Contains(hook.Received, static received => received.Body["type"]!.GetValue<string>() == "subscription.test");

        // The live feed has no end.
        Assert.Equal(contract.Operations.Select(static operation => operation.Id).Except(["streamAlerts", "getMetrics"]).Order(), server.Called.Order());
    }
}
