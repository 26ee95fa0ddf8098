using System.Buffers.Binary;
using Alerting.Grains.Retention;
using Alerting.Storage.Logs;
using Alerting.Storage.Sqlite;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Alerting.Grains.Tests.Retention;

public sealed class LogAgeTests : IAsyncDisposable
{
    private static readonly DateTimeOffset s_start = new(2014, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan s_retention = TimeSpan.FromDays(10);

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("alerting-retention-");
    private readonly FakeTimeProvider _clock = new(s_start);
    private readonly SqliteLogStore _store;
    private LogAge _age;

    public LogAgeTests()
    {
        _store = new SqliteLogStore(new SqliteLogStoreOptions { Path = Path.Combine(_directory.FullName, "alerting.db") });
        _age = NewAge();
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        _directory.Delete(recursive: true);
    }

    [Fact]
    public async Task What_is_older_than_it_must_be_kept_goes_and_nothing_else()
    {
        await AppendDaysAsync(1, 20);

        await _age.TrimAsync(long.MaxValue, Token);

        // It is the morning after day 20, and ten days are kept.
        Assert.Equal(Enumerable.Range(11, 10).Select(static day => (long)day), await LeftAsync());
    }

    [Fact]
    public async Task Nothing_goes_while_all_is_young()
    {
        await AppendDaysAsync(1, 10);

        await _age.TrimAsync(long.MaxValue, Token);

        Assert.Equal(10, (await LeftAsync()).Count);
    }

    [Fact]
    public async Task What_a_consumer_needs_stays_however_old_it_is()
    {
        await AppendDaysAsync(1, 20);

        await _age.TrimAsync(below: 4, Token);

        Assert.Equal(4, (await LeftAsync())[0]);
    }

    [Fact]
    public async Task Time_goes_on_and_so_does_the_next_activation()
    {
        await AppendDaysAsync(1, 20);
        await _age.TrimAsync(long.MaxValue, Token);
        await AppendDaysAsync(21, 5);
        _age = NewAge();

        await _age.TrimAsync(long.MaxValue, Token);

        Assert.Equal(Enumerable.Range(16, 10).Select(static day => (long)day), await LeftAsync());
    }

    [Fact]
    public async Task An_entry_without_a_time_is_as_old_as_the_one_before()
    {
        await AppendDaysAsync(1, 5);
        await AppendAsync(6, new byte[1]);
        await AppendDaysAsync(7, 14);

        await _age.TrimAsync(long.MaxValue, Token);

        Assert.Equal(Enumerable.Range(11, 10).Select(static day => (long)day), await LeftAsync());
    }

    private LogAge NewAge() => new(
        _store,
        "log",
        s_retention,
        static entry => entry.Payload.Length == 8 ? BinaryPrimitives.ReadInt64LittleEndian(entry.Payload.Span) : null,
        _clock);

    /// <summary>An entry in the morning of each day; the sequence is the number of the day.</summary>
    private async Task AppendDaysAsync(int first, int days)
    {
        for (var day = first; day < first + days; day++)
        {
            var at = new byte[8];
            BinaryPrimitives.WriteInt64LittleEndian(at, s_start.AddDays(day).UtcTicks);
            await AppendAsync(day, at);
            _clock.SetUtcNow(s_start.AddDays(day + 1));
        }
    }

    private async Task AppendAsync(long sequence, byte[] payload) =>
        Assert.Equal(AppendResult.Stored, await _store.AppendAsync("log", sequence, new LogBatch(Guid.NewGuid(), payload), null, Token));

    private async Task<List<long>> LeftAsync()
    {
        var first = 1L;
        try
        {
            await _store.ReadAsync("log", 1, Token).ToListAsync(Token);
        }
        catch (LogTrimmedException trimmed)
        {
            first = trimmed.First;
        }

        return [.. (await _store.ReadAsync("log", first, Token).ToListAsync(Token)).Select(static entry => entry.Sequence)];
    }
}
