using Alerting.Grains.Regions;
using Alerting.Regions;
using Alerting.Server.Http;
using Alerting.Storage.Logs;
using Xunit;

namespace Alerting.Server.Tests.Http;

public sealed class PatienceTests
{
    public static TheoryData<Exception> Passing =>
    [
        new LogStoreUnavailableException("the store is away"),
        new TimeoutException("a silo is away"),
        new TaskCanceledException("an activation was given up"),
    ];

    [Theory]
    [MemberData(nameof(Passing))]
    public async Task What_passes_is_tried_again(Exception passing)
    {
        var tries = 0;
        var answer = await new Patience(TimeProvider.System).TryAsync(
            () => ++tries < 3 ? throw passing : ValueTask.FromResult("answer"), TestContext.Current.CancellationToken);
        Assert.Equal(("answer", 3), (answer, tries));
    }

    [Fact]
    public async Task Who_has_too_much_to_do_is_left_alone()
    {
        var tries = 0;
        await Assert.ThrowsAsync<OverloadedException>(async () => await new Patience(TimeProvider.System).TryAsync<string>(
            ValueTask<string> () =>
            {
                tries++;
                throw new OverloadedException("too much");
            },
            TestContext.Current.CancellationToken));
        Assert.Equal(1, tries);
    }

    [Fact]
    public async Task A_caller_that_has_gone_is_not_waited_for()
    {
        using var gone = new CancellationTokenSource();
        var tries = 0;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await new Patience(TimeProvider.System).TryAsync<string>(
            async ValueTask<string> () =>
            {
                tries++;
                await gone.CancelAsync();
                throw new OperationCanceledException(gone.Token);
            },
            gone.Token));
        Assert.Equal(1, tries);
    }
}
