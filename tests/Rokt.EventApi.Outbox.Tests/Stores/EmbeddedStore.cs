using Microsoft.Extensions.DependencyInjection;
using Rokt.EventApi.Outbox.Sqlite;
using Rokt.EventApi.Outbox.Sqlite.Storage;

namespace Rokt.EventApi.Outbox.Tests.Stores;

/// <summary>The embedded store: a SQLite file.</summary>
internal sealed class EmbeddedStore : TestStore
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("outbox-");

    public string FilePath => Path.Combine(_folder.FullName, "outbox.db");

    internal override OutboxDatabase NewDatabase() => new FileDatabase(new OutboxFileOptions { Path = FilePath }, TimeProvider.System);

    internal override void Register(IServiceCollection services, Action<OutboxOptions>? configure = null) =>
        services.AddRoktEventApiOutbox(options =>
        {
            options.UseFile(FilePath);
            configure?.Invoke(options);
        });

    public override ValueTask DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }
}
