using System.Text;
using Alerting.Grains.Audit;
using Alerting.Grains.Logs;
using Alerting.Grains.Tests.Logs;
using Alerting.Storage.Logs;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Alerting.Grains.Tests.Audit;

/// <summary>Records beside changes: in the same entry, in the way of nobody, and kept until the audit log has them.</summary>
public sealed class AuditedStateTests
{
    private readonly FakeTimeProvider _clock = new(Records.Start);
    private readonly InMemoryLogStore _store = new();
    private readonly LogPosition _position = new();
    private readonly AuditLogStub _audit = new();
    private readonly Content _content = new();

    [Fact]
    public void An_entry_without_records_is_the_content_itself_and_one_with_them_has_both()
    {
        var (state, trail) = New();
        _content.Open = "first";
        Assert.Equal("first", Text(state.Seal()));

        _content.Open = "second";
        trail.Add(Records.Of(1));
        Assert.True(state.HasOpenBatch);
        var entry = new LogEntry(2, Guid.Empty, state.Seal());
        Assert.Equal("second", Text(entry.Content()));
        Assert.Equal([Records.Of(1)], entry.Records());
        Assert.False(state.HasOpenBatch);

        var plain = new LogEntry(3, Guid.Empty, "{}"u8.ToArray());
        Assert.Equal(("{}", 0, false), (Text(plain.Content()), plain.Records().Count, plain.HasRecords()));
        Assert.Throws<InvalidDataException>(() => (entry with { Payload = entry.Payload[..20] }).Content());
    }

    [Fact]
    public async Task The_log_is_kept_and_its_owner_is_overdue_until_the_audit_log_has_the_records()
    {
        var (state, trail) = New();
        _audit.IsAway = true;
        Assert.Null(state.WakeAt());
        for (var sequence = 1; sequence <= 5; sequence++)
        {
            _content.Open = "x";
            if (sequence is 2 or 4)
            {
                trail.Add(Records.Of(sequence));
            }

            Assert.Equal(sequence is 1 ? null : _clock.GetUtcNow().UtcTicks, state.WakeAt());
            await CommitAsync(state);
        }

        await state.TrimAsync(5, CancellationToken.None);
        Assert.Equal(1, _content.TrimmedTo);
        await trail.ReachesAsync(1, TimeSpan.FromSeconds(1));
        var waiting = trail.ReachesAsync(4, TimeSpan.FromHours(1));
        Assert.False(waiting.IsCompleted);

        _audit.IsAway = false;
        await Wait.UntilAsync(
            () =>
            {
                _clock.Advance(TimeSpan.FromSeconds(1));
                return !trail.IsBehind;
            },
            "the audit log has the records");
        await waiting;
        Assert.Null(state.WakeAt());
        await state.TrimAsync(5, CancellationToken.None);
        Assert.Equal(5, _content.TrimmedTo);
        Assert.Equal([2, 4], _audit.Taken.Select(static batch => batch.Sequence));
    }

    [Fact]
    public async Task A_snapshot_knows_what_the_audit_log_may_not_have_and_what_it_has_is_not_sent_again()
    {
        var (state, trail) = New();
        _audit.IsAway = true;
        for (var sequence = 1; sequence <= 4; sequence++)
        {
            _content.Open = "x";
            trail.Add(Records.Of(sequence));
            await CommitAsync(state);
        }

        var snapshot = state.Save();
        _audit.IsAway = false;
        _audit.Cursor = 2;
        var (next, following) = New();
        Assert.True(await next.RestoreAsync(snapshot.State, CancellationToken.None));
        Assert.Equal(("saved", 1), (_content.Restored, following.FirstNeeded));
        following.Committed(4);
        await Wait.UntilAsync(() => !following.IsBehind, "the audit log has the records");
        Assert.Equal([3, 4], _audit.Taken.Select(static batch => batch.Sequence));

        // With nothing pending a snapshot is what it always was.
        Assert.Equal("saved", Text(next.Save().State));
    }

    private static string Text(ReadOnlyMemory<byte> bytes) => Encoding.UTF8.GetString(bytes.Span);

    private (AuditedState State, AuditTrail Trail) New()
    {
        var log = new LogServices("log", _store, _clock, NullLogger.Instance);
        var trail = new AuditTrail(log, _audit, new Backoff(_clock), CancellationToken.None);
        return (new AuditedState(_content, trail, _position, log), trail);
    }

    private async Task CommitAsync(AuditedState state)
    {
        var entry = state.Seal().ToArray();
        await _store.AppendAsync("log", _position.Committed + 1, new LogBatch(Guid.NewGuid(), entry), null, CancellationToken.None);
        _position.Committed++;
        state.OnCommitted(_position.Committed);
    }

    /// <summary>What the owner of the log keeps.</summary>
    private sealed class Content : ILoggedState
    {
        public string? Open { get; set; }

        public string? Restored { get; private set; }

        public long TrimmedTo { get; private set; }

        public bool HasOpenBatch => Open is not null;

        public ISnapshotParts Parts => NoSnapshotParts.Instance;

        public ReadOnlyMemory<byte> Seal()
        {
            var bytes = Encoding.UTF8.GetBytes(Open ?? "");
            Open = null;
            return bytes;
        }

        public void OnCommitted(long sequence)
        {
        }

        public LogSnapshot Save() => new(4, "saved"u8.ToArray());

        public ValueTask<bool> RestoreAsync(ReadOnlyMemory<byte> snapshot, CancellationToken cancellationToken)
        {
            Restored = Text(snapshot);
            return ValueTask.FromResult(true);
        }

        public ValueTask ReplayAsync(LogEntry entry, CancellationToken cancellationToken) => ValueTask.CompletedTask;

        public ValueTask ReduceMemoryAsync(bool isRecovering, CancellationToken cancellationToken) => ValueTask.CompletedTask;

        public Task TrimAsync(long snapshotSequence, CancellationToken cancellationToken)
        {
            TrimmedTo = snapshotSequence;
            return Task.CompletedTask;
        }

        public long? WakeAt() => null;
    }
}
