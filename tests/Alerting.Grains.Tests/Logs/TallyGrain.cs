using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using Alerting.Grains.Logs;
using Alerting.Storage.Logs;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;

namespace Alerting.Grains.Tests.Logs;

/// <summary>The smallest event-sourced grain: adds numbers, each under an id once.</summary>
public interface ITallyGrain : IGrainWithStringKey
{
    [AlwaysInterleave]
    Task<long> AddAsync(string id, int number, int ballast = 0);

    [AlwaysInterleave]
    Task<TallyState> ReadAsync();

    [AlwaysInterleave]
    Task SetDeadlineAsync(long? at);

    /// <summary>The next commit's step fails: <c>seal</c> or <c>committed</c>.</summary>
    [AlwaysInterleave]
    Task BreakAsync(string step);
}

[GenerateSerializer]
public sealed record TallyState(
    [property: Id(0)] long Sum,
    [property: Id(1)] long Durable,
    [property: Id(2)] int Numbers,
    [property: Id(3)] int Replayed,
    [property: Id(4)] Guid Activation,
    [property: Id(5)] IReadOnlyList<long> DeadlinesMet);

[Reentrant]
internal sealed class TallyGrain(IServiceProvider services, IGrainContext context, ILogger<TallyGrain> logger)
    : EventSourcedGrain(services, logger, "tally/" + context.GrainId.Key, maxWaiting: TallyGrain.Most), ITallyGrain
{
    public const int Most = 100;

    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly Guid _activation = Guid.NewGuid();
    private readonly List<long> _deadlinesMet = [];
    private ArrayBufferWriter<byte> _open = new();
    private long _sealed;
    private long _durable;
    private int _replayed;
    private string? _broken;
    private long? _deadline;

    public override bool HasOpenBatch => _open.WrittenCount > 0;

    private long Sum => _numbers.Values.Sum(static n => (long)n);

    public async Task<long> AddAsync(string id, int number, int ballast)
    {
        EnsureWritable();
        if (_numbers.TryAdd(id, number))
        {
            Write(_open, id, number, ballast);
        }

        var sum = Sum;
        await Commit();
        return sum;
    }

    public Task<TallyState> ReadAsync() =>
        Task.FromResult(new TallyState(Sum, _durable, _numbers.Count, _replayed, _activation, _deadlinesMet.ToArray()));

    public Task SetDeadlineAsync(long? at)
    {
        _deadline = at;
        SetDeadline(at);
        return Task.CompletedTask;
    }

    public Task BreakAsync(string step)
    {
        _broken = step;
        return Task.CompletedTask;
    }

    protected override Task RecoveredAsync(CancellationToken cancellationToken)
    {
        _durable = Sum;
        return Task.CompletedTask;
    }

    protected override Task OnDeadlineAsync()
    {
        _deadlinesMet.Add(WallNow);
        _deadline = null;
        return Task.CompletedTask;
    }

    public override void OnCommitted(long sequence)
    {
        if (_broken == "committed")
        {
            throw new InvalidOperationException("Broken effect.");
        }

        _durable = _sealed;
    }

    public override long? WakeAt() => _deadline;

    public override ReadOnlyMemory<byte> Seal()
    {
        if (_broken == "seal")
        {
            throw new InvalidOperationException("Broken encoding.");
        }

        _sealed = Sum;
        var bytes = _open.WrittenMemory;
        _open = new ArrayBufferWriter<byte>();
        return bytes;
    }

    public override LogSnapshot Save()
    {
        var state = new ArrayBufferWriter<byte>();
        foreach (var (id, number) in _numbers)
        {
            Write(state, id, number, 0);
        }

        return new LogSnapshot(SealedSequence, state.WrittenMemory);
    }

    public override ValueTask<bool> RestoreAsync(ReadOnlyMemory<byte> snapshot, CancellationToken cancellationToken)
    {
        Read(snapshot.Span);
        return ValueTask.FromResult(true);
    }

    public override ValueTask ReplayAsync(LogEntry entry, CancellationToken cancellationToken)
    {
        _replayed++;
        Read(entry.Payload.Span);
        return ValueTask.CompletedTask;
    }

    private static void Write(ArrayBufferWriter<byte> to, string id, int number, int ballast)
    {
        Span<byte> head = stackalloc byte[12];
        var name = Encoding.UTF8.GetBytes(id);
        BinaryPrimitives.WriteInt32LittleEndian(head, number);
        BinaryPrimitives.WriteInt32LittleEndian(head[4..], name.Length);
        BinaryPrimitives.WriteInt32LittleEndian(head[8..], ballast);
        to.Write(head);
        to.Write(name);
        to.Write(new byte[ballast]);
    }

    private void Read(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            var number = BinaryPrimitives.ReadInt32LittleEndian(bytes);
            var length = BinaryPrimitives.ReadInt32LittleEndian(bytes[4..]);
            var ballast = BinaryPrimitives.ReadInt32LittleEndian(bytes[8..]);
            _numbers.Add(Encoding.UTF8.GetString(bytes.Slice(12, length)), number);
            bytes = bytes[(12 + length + ballast)..];
        }
    }
}
