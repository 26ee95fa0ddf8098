using Alerting.Server.Backtests;
using Xunit;

namespace Alerting.Server.Tests.Backtests;

public sealed class BackgroundThreadTests
{
    [Fact]
    public async Task Work_is_done_in_order_on_one_thread_that_is_not_the_pools()
    {
        var done = new List<(int Number, int Thread, bool Pool)>();
        await using (var thread = new BackgroundThread("test"))
        {
            for (var i = 0; i < 100; i++)
            {
                var number = i;
                _ = thread.RunAsync(() =>
                {
                    done.Add((number, Environment.CurrentManagedThreadId, Thread.CurrentThread.IsThreadPoolThread));
                    return 0;
                });
            }
        }

        Assert.Equal(Enumerable.Range(0, 100), done.Select(d => d.Number));
        Assert.Equal((done[0].Thread, false), Assert.Single(done.Select(d => (d.Thread, d.Pool)).Distinct()));
    }

    [Fact]
    public async Task What_work_throws_is_thrown_where_it_is_awaited_and_later_work_goes_on()
    {
        await using var thread = new BackgroundThread("test");
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Assert.ThrowsAsync<InvalidDataException>(() => thread.RunAsync<int>(() => throw new InvalidDataException("broken")));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            thread.RunAsync<int>(() => throw new OperationCanceledException(cancelled.Token)));
        Assert.Equal(3, await thread.RunAsync(() => 3));
    }
}
