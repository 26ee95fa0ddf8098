using Alerting.Server.Tests.EndToEnd;
using NJsonSchema.CodeGeneration.CSharp;
using Xunit;

namespace Alerting.Server.Tests.OpenApi.Clients;

/// <summary>A typed client in C#, as its users generate it.</summary>
public sealed class NSwagClientTests
{
    [Theory]
    [InlineData(CSharpJsonLibrary.SystemTextJson)]
    [InlineData(CSharpJsonLibrary.NewtonsoftJson)]
    public async Task Makes_every_call_and_reads_every_answer(CSharpJsonLibrary library)
    {
        await using var server = await ServerProcess.StartAsync();
        var port = TestPorts.Next();
        await using var hook = await WebhookReceiver.StartAsync(port);
        var contract = await server.ContractAsync();
        var folder = Path.Combine(AppContext.BaseDirectory, "Clients");
        var calls = await File.ReadAllTextAsync(Path.Combine(folder, "NSwagCalls.cs"));
        var onCall = await File.ReadAllTextAsync(Path.Combine(folder, "NSwagOnCall.cs"));
        var client = await NSwagClient.GenerateAsync(contract.Text, library);
        var assembly = library == CSharpJsonLibrary.SystemTextJson ? NSwagClient.Compile(client, calls, onCall, NSwagClient.Names)
            : NSwagClient.Compile(client, calls, onCall);
        var run = assembly.GetType($"{NSwagClient.Namespace}.Calls")!.GetMethod("RunAsync")!;

        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1), TimeProvider.System);
        await (Task)run.Invoke(
            null, [server.Client, server.Url.ToString(), $"http://127.0.0.1:{port}/", TimeProvider.System.GetUtcNow(), patience.Token])!;

        Assert.All(hook.Received, received =>
        {
            var kind = received.Id.StartsWith("test.", StringComparison.Ordinal) ? "test" : "alert";
            Assert.Empty(contract.Check(contract.Webhook(kind), received.Json.ToJsonString(), isAnswer: true));
        });
        Assert.Contains(hook.Received, static received => received.Json["type"]!.GetValue<string>() == "alert.raised");
        Assert.Contains(hook.Received, static received => received.Json["type"]!.GetValue<string>() == "subscription.test");

        // The live feeds have no end.
        var ending = contract.Operations.Select(static operation => operation.Id).Except(["streamAlerts", "streamRegions", "getMetrics"]);
        Assert.Equal(ending.Order(), server.Called.Order());
    }
}
