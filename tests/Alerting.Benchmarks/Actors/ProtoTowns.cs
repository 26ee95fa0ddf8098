using Proto;
using Proto.Cluster;
using Proto.Cluster.SingleNode;
using Proto.Remote;
using Proto.Remote.GrpcNet;

namespace Alerting.Benchmarks;

/// <summary>The detector on virtual actors of Proto.Actor, the one member of the cluster in this process.</summary>
internal sealed class ProtoTowns : IActorPeer
{
    private const string Kind = "towns";

    private readonly ActorSystem _system;

    private ProtoTowns(ActorSystem system) => _system = system;

    public static async Task<IActorPeer> StartAsync(CancellationToken cancellationToken)
    {
        Log.SetLoggerFactory(Microsoft.Extensions.Logging.Abstractions.NullLoggerFactory.Instance);
        var system = new ActorSystem().WithRemote(RemoteConfig.BindToLocalhost()).WithCluster(
            ClusterConfig.Setup("bench", new SingleNodeProvider(), new SingleNodeLookup())
                .WithClusterKind(Kind, Props.FromProducer(static () => new TownActor())));
        await system.Cluster().StartMemberAsync().WaitAsync(cancellationToken);
        return new ProtoTowns(system);
    }

    public Func<Sighting, Task> Open(string region)
    {
        var identity = ClusterIdentity.Create(region, Kind);
        var cluster = _system.Cluster();
        return sighting => cluster.RequestAsync<object>(identity, sighting, CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        await _system.Cluster().ShutdownAsync();
        await _system.DisposeAsync();
    }

    private sealed class TownActor : IActor
    {
        private readonly Detector _detector = new();

        public Task ReceiveAsync(IContext context)
        {
            if (context.Message is Sighting sighting)
            {
                context.Respond(_detector.Take(sighting));
            }

            return Task.CompletedTask;
        }
    }
}
