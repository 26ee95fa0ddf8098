using System.Text.Json.Nodes;
using Alerting.Cluster.Tests.Faults;
using Microsoft.Data.Sqlite;
using Xunit;

namespace Alerting.Cluster.Tests.Attacks;

/// <summary>The file of the store is removed, emptied or exchanged under the server, or while it is down.</summary>
public sealed class VanishedStoreTests(ITestOutputHelper output)
{
    private const int Lost = 3;
    private const int Damaged = 4;
    private static readonly TimeSpan s_ending = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Nothing_is_acknowledged_after_the_file_was_removed()
    {
        await using var server = await AttackedServer.StartAsync();
        await ReportAsync(server, 0);

        File.Delete(StoreOf(server));

        var acknowledged = 0;
        var started = TimeProvider.System.GetTimestamp();
        HttpRequestException? refused = null;
        for (var number = 1; refused is null && number <= AttackScale.Of(300, 3_090); number++)
        {
            try
            {
                await ReportAsync(server, number);
                acknowledged++;
            }
            catch (HttpRequestException exception)
            {
                refused = exception;
            }
        }

        output.WriteLine(
            $"{acknowledged} reports were acknowledged after the file was removed; the first refusal came after "
            + $"{TimeProvider.System.GetElapsedTime(started).TotalMilliseconds:F0} ms.");
        Assert.Equal(0, acknowledged);
        Assert.Contains("\"store-unusable\"", refused!.Message, StringComparison.Ordinal);

        // Not even what is still in memory is shown: nobody could tell what of it will be there tomorrow.
        Assert.Equal(503, await server.StatusAsync("api/v1/regions"));
        var ready = await ReadinessAsync(server);
        Assert.Equal("not ready", (string?)ready["status"]);
        Assert.Contains("removed or replaced", (string?)ready["reasons"]![0], StringComparison.Ordinal);
        Assert.Single(
            Lines(server, "was removed or replaced"),
            static line => line.TrimStart().StartsWith("The file of the log store", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("removed")]
    [InlineData("emptied")]
    [InlineData("another")]
    public async Task A_server_whose_store_is_gone_does_not_begin_anew_unless_it_is_told_to(string how)
    {
        await using var server = await AttackedServer.StartAsync();
        await ReportAsync(server, 0);
        await MarkedAsync(server);
        await server.KillAsync();
        await LoseAsync(StoreOf(server), how);

        server.Start();
        Assert.True(await server.Process.WaitForExitAsync(s_ending));

        output.WriteLine(server.LastWords);
        Assert.Equal(Lost, server.Process.ExitCode);
        Assert.Contains("--accept-loss", Assert.Single(Lines(server, "The server cannot start:")), StringComparison.Ordinal);
        Assert.DoesNotContain(server.LastWords.Split('\n'), static line => line.TrimStart().StartsWith("at ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_write_ahead_log_that_went_with_a_crash_is_missed()
    {
        await using var server = await AttackedServer.StartAsync();
        await ReportAsync(server, 0);
        await MarkedAsync(server);
        await server.KillAsync();
        File.Delete(StoreOf(server) + "-wal");

        server.Start();
        Assert.True(await server.Process.WaitForExitAsync(s_ending));

        Assert.Equal(Lost, server.Process.ExitCode);
    }

    [Fact]
    public async Task A_server_that_is_killed_at_any_instant_starts_again()
    {
        await using var server = await AttackedServer.StartAsync();
        for (var round = 0; round < AttackScale.Of(4, 20); round++)
        {
            using var stop = new CancellationTokenSource();
            var load = Enumerable.Range(0, 4).Select(lane => LoadAsync(server, (round * 10) + lane, stop.Token)).ToArray();
            await Task.Delay(TimeSpan.FromMilliseconds(300 + (170 * round)), TimeProvider.System);
            await server.KillAsync();
            await stop.CancelAsync();
            await Task.WhenAll(load);
            server.Start();
            await server.ReadyAsync();
        }
    }

    [Fact]
    public async Task A_file_that_is_no_database_any_more_is_called_damaged()
    {
        await using var server = await AttackedServer.StartAsync();
        await ReportAsync(server, 0);
        await server.KillAsync();
        await File.WriteAllTextAsync(StoreOf(server), new string('x', 100_000));

        server.Start();
        Assert.True(await server.Process.WaitForExitAsync(s_ending));

        Assert.Equal(Damaged, server.Process.ExitCode);
        Assert.Contains("from a backup", Assert.Single(Lines(server, "The server cannot start:")), StringComparison.Ordinal);
    }

    private static string StoreOf(AttackedServer server) => Path.Combine(server.DataDirectory, "alerting.db");

    private static IEnumerable<string> Lines(AttackedServer server, string text) =>
        server.LastWords.Split('\n').Where(line => line.Contains(text, StringComparison.Ordinal));

    private static async Task LoseAsync(string store, string how)
    {
        File.Delete(store + "-wal");
        File.Delete(store + "-shm");
        File.Delete(store);
        if (how == "emptied")
        {
            await File.WriteAllBytesAsync(store, []);
        }
        else if (how == "another")
        {
            await using var connection = new SqliteConnection($"Data Source={store};Pooling=False");
            await connection.OpenAsync();
            await using var command = connection.CreateCommand();
            command.CommandText = "CREATE TABLE something (else_ INTEGER)";
            await command.ExecuteNonQueryAsync();
        }
    }

    /// <summary>Waits until the server has noted what was stored before.</summary>
    private static async Task MarkedAsync(AttackedServer server)
    {
        var mark = StoreOf(server) + ".mark";
        var before = await File.ReadAllTextAsync(mark);
        for (var number = 1_000; await File.ReadAllTextAsync(mark) == before; number++)
        {
            await ReportAsync(server, number);
        }

    }

    private static async Task<JsonNode> ReadinessAsync(AttackedServer server)
    {
        using var response = await server.Client.GetAsync(new Uri(server.Url, "healthz/ready"));
        return JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
    }

    private static async Task LoadAsync(AttackedServer server, int lane, CancellationToken cancellationToken)
    {
        for (var number = 0; !cancellationToken.IsCancellationRequested; number++)
        {
            try
            {
                await ReportAsync(server, (lane * 100_000) + number);
            }
            catch (HttpRequestException)
            {
                return;
            }
        }
    }

    private static Task<JsonNode> ReportAsync(AttackedServer server, int number) => server.SendAsync(HttpMethod.Post, "api/v1/reports", $$"""
        {"source":"wire-{{number}}","region":"FR-75C","kind":"protest","occurredAt":"{{TimeProvider.System.GetUtcNow():yyyy-MM-ddTHH:mm:ss.fffZ}}"}
        """);
}
