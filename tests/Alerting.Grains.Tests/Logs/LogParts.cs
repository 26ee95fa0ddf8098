using System.Diagnostics.Metrics;
using System.Text;
using Alerting.Grains.Logs;
using Alerting.Storage.Logs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Alerting.Grains.Tests.Logs;

/// <summary>The parts of an event-sourced grain without a grain, on a store and a clock of the test.</summary>
internal sealed class LogParts
{
    public const string Log = "list/a";

    public LogParts(InMemoryLogStore? inner = null)
    {
        Inner = inner ?? new InMemoryLogStore();
        Store = new FaultyLogStore(Inner);
        State = new ListState(Position);
        var services = new LogServices(Log, Store, Clock, NullLogger.Instance);
        var meters = new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>();
        Snapshots = new SnapshotWriter(services, State, static _ => { });
        Wake = new WakeRegistration(services);
        Committer = new GroupCommitter(
            services, State, Position, Snapshots, Wake, new AlertingMetrics(meters), () => HasEnded = true, () => Rests++);
        Recovery = new LogRecovery(services, State, Position, Snapshots);
    }

    public InMemoryLogStore Inner { get; }

    public FaultyLogStore Store { get; }

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2014, 1, 3, 12, 0, 0, TimeSpan.Zero));

    public LogPosition Position { get; } = new();

    public ListState State { get; }

    public SnapshotWriter Snapshots { get; }

    public WakeRegistration Wake { get; }

    public GroupCommitter Committer { get; }

    public LogRecovery Recovery { get; }

    public bool HasEnded { get; private set; }

    public int Rests { get; private set; }

    /// <summary>As on a grain: whatever is continued there runs there, one after the other.</summary>
    public static Task OnOneScheduler(Func<Task> test) => Task.Factory.StartNew(
        test, CancellationToken.None, TaskCreationOptions.None, new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler).Unwrap();

    public Task AddAsync(string text)
    {
        State.Add(text);
        return Committer.CommitAsync();
    }

    /// <summary>A list of texts that is applied at once.</summary>
    internal sealed class ListState(LogPosition position) : ILoggedState
    {
        private readonly List<string> _open = [];

        public List<string> Texts { get; } = [];

        public List<long> CommittedSequences { get; } = [];

        public Exception? SealFailure { get; set; }

        public bool KnowsForm { get; set; } = true;

        public long? Wake { get; set; }

        public bool HasOpenBatch => _open.Count > 0;

        public ISnapshotParts Parts => NoSnapshotParts.Instance;

        public void Add(string text)
        {
            Texts.Add(text);
            _open.Add(text);
        }

        public ReadOnlyMemory<byte> Seal()
        {
            if (SealFailure is not null)
            {
                throw SealFailure;
            }

            var bytes = Encoding.UTF8.GetBytes(string.Join('\n', _open));
            _open.Clear();
            return bytes;
        }

        public Task TrimAsync(long snapshotSequence, CancellationToken cancellationToken) => Task.CompletedTask;

        public void OnCommitted(long sequence) => CommittedSequences.Add(sequence);

        public LogSnapshot Save() => new(position.Sealed, Encoding.UTF8.GetBytes(string.Join('\n', Texts)));

        public ValueTask<bool> RestoreAsync(ReadOnlyMemory<byte> snapshot, CancellationToken cancellationToken)
        {
            if (KnowsForm)
            {
                Read(snapshot);
            }

            return ValueTask.FromResult(KnowsForm);
        }

        public ValueTask ReplayAsync(LogEntry entry, CancellationToken cancellationToken)
        {
            Read(entry.Payload);
            return ValueTask.CompletedTask;
        }

        public ValueTask ReduceMemoryAsync(bool isRecovering, CancellationToken cancellationToken) => ValueTask.CompletedTask;

        public long? WakeAt() => Wake;

        private void Read(ReadOnlyMemory<byte> bytes)
        {
            var text = Encoding.UTF8.GetString(bytes.Span);
            Texts.AddRange(text == "damaged" ? throw new FormatException("No text.") : text.Split('\n'));
        }
    }
}
