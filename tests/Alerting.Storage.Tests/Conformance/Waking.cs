using Alerting.Storage.Logs;

namespace Alerting.Storage.Tests.Conformance;

public abstract partial class LogStoreConformance
{
    private static readonly DateTime Noon = new(2026, 8, 1, 12, 0, 0, DateTimeKind.Utc);

    [Fact]
    public async Task Wakes_a_log_at_the_tick_that_its_append_names_and_not_before()
    {
        var wake = Noon.Ticks + 1;
        await AppendAsync(Log, 1, Batch("x"), wake);

        Assert.Empty(await Store.DueAsync(wake - 1, 10, Token));
        Assert.Equal([new DueLog(Log, wake)], await Store.DueAsync(wake, 10, Token));
        Assert.Equal([new DueLog(Log, wake)], await Store.DueAsync(long.MaxValue, 10, Token));
    }

    [Fact]
    public async Task Moves_the_wake_with_each_append_earlier_later_and_away()
    {
        await AppendAsync(Log, 1, Batch("x"), At(60));
        await AppendAsync(Log, 2, Batch("x"), At(30));
        Assert.Equal([new DueLog(Log, At(30))], await DueAsync());

        await AppendAsync(Log, 3, Batch("x"), At(90));
        Assert.Equal([new DueLog(Log, At(90))], await DueAsync());

        await AppendAsync(Log, 4, Batch("x"));
        Assert.Empty(await DueAsync());
    }

    [Fact]
    public async Task Moves_the_wake_without_an_append()
    {
        await AppendAsync(Log, 1, Batch("x"), At(30));

        await Store.SetWakeAsync(Log, 1, At(60), Token);
        Assert.Equal([new DueLog(Log, At(60))], await DueAsync());

        await Store.SetWakeAsync(Log, 1, null, Token);
        Assert.Empty(await DueAsync());
    }

    [Fact]
    public async Task Ignores_a_wake_of_a_sequence_that_is_not_the_last()
    {
        await AppendAsync(Log, 1, Batch("x"), At(30));
        await AppendAsync(Log, 2, Batch("x"), At(30));

        await Store.SetWakeAsync(Log, 1, null, Token);
        await Store.SetWakeAsync(Log, 3, At(90), Token);
        await Store.SetWakeAsync("never-written", 0, At(10), Token);

        Assert.Equal([new DueLog(Log, At(30))], await DueAsync());
    }

    [Fact]
    public async Task Never_loses_a_wake_to_a_refused_append()
    {
        await AppendAsync(Log, 1, Batch("x"), At(30));

        Assert.Equal(AppendResult.Refused, await AppendAsync(Log, 1, Batch("stale")));
        Assert.Equal(AppendResult.Refused, await AppendAsync(Log, 1, Batch("stale"), At(90)));

        Assert.Equal([new DueLog(Log, At(30))], await DueAsync());
    }

    [Fact]
    public async Task Does_not_move_the_wake_when_a_batch_below_the_last_comes_again()
    {
        var first = Batch("first");
        await AppendAsync(Log, 1, first, At(10));
        await AppendAsync(Log, 2, Batch("second"), At(30));

        await AppendAsync(Log, 1, first, At(10));

        Assert.Equal([new DueLog(Log, At(30))], await DueAsync());
    }

    [Fact]
    public async Task Gives_due_logs_earliest_first_up_to_the_limit()
    {
        int[] seconds = [50, 20, 40, 10, 30];
        await Task.WhenAll(seconds.Select(second => AppendAsync($"log:{second}", 1, Batch("x"), At(second))));
        await AppendAsync("asleep", 1, Batch("x"));

        Assert.Equal(
            [new DueLog("log:10", At(10)), new DueLog("log:20", At(20)), new DueLog("log:30", At(30))],
            await Store.DueAsync(At(40), 3, Token));
        Assert.Equal(4, (await Store.DueAsync(At(40), 100, Token)).Count);
    }

    [Fact]
    public async Task Those_that_were_due_and_are_not_any_more_hide_none_that_are()
    {
        var names = Enumerable.Range(10, 10).Select(static number => $"log:{number}").ToList();
        for (var i = 0; i < names.Count; i++)
        {
            await AppendAsync(names[i], 1, Batch("x"), At(i));

            // What has been read is where readers find it, so that a later instant is stored elsewhere than the first one.
            await ReadAsync(names[i]);
        }

        foreach (var name in names[..7])
        {
            await Store.SetWakeAsync(name, 1, name == names[3] ? At(500) : null, Token);
        }

        await AppendAsync("early", 1, Batch("x"), At(0));

        Assert.Equal(
            [new DueLog("early", At(0)), new DueLog(names[7], At(7)), new DueLog(names[8], At(8))], await Store.DueAsync(At(40), 3, Token));
        Assert.Equal(["early", .. names[7..], names[3]], (await DueAsync()).Select(static due => due.Log));
    }

    private static long At(int second) => Noon.AddSeconds(second).Ticks;

    private Task<IReadOnlyList<DueLog>> DueAsync() => Store.DueAsync(At(1_000), 100, Token);
}
