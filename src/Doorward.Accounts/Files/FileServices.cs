using Doorward.Accounts.Files.Stores;
using Doorward.Accounts.People;
using Doorward.Platform.Commands;
using Doorward.Platform.Events;
using Doorward.Platform.Http;
using Doorward.Platform.Http.Outbound;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Doorward.Accounts.Files;

/// <summary>Photos and attachments: their store, commands, jobs and routes.</summary>
public static class FileServices
{
    /// <summary>With the folder, or the S3 store when the settings name one.</summary>
    public static IServiceCollection AddFiles(this IServiceCollection services, FileSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        services.AddSingleton(settings);
        if (settings.S3 is { } s3)
        {
            services.AddOutboundHttp(S3Store.ClientName, new OutboundLimits(Seconds: 20), _ => [s3.Address]);
            services.AddSingleton<IObjectStore, S3Store>();
        }
        else
        {
            services.AddSingleton<IObjectStore, FolderStore>();
        }

        return services
            .AddSingleton<SettleUpload>()
            .AddSingleton<IPersonalData, FilesOfPerson>()
            .AddCommand<StartUpload, Outcome<StartedUpload>, StartUploadStatement>()
            .AddCommand<CompleteUpload, Outcome<StartedUpload>, CompleteUploadStatement>()
            .AddCommand<DeleteFile, Outcome<Done>, DeleteFileStatement>()
            .AddJob<DeleteObject>()
            .AddJob<LapseUpload>();
    }

    internal static void MapFiles(this IEndpointRouteBuilder api, IEndpointRouteBuilder pages)
    {
        var files = api.MapGroup("/files").WithSection("Files", "Photos and attachments of one's own.");
        StartUploadEndpoint.Map(files);
        ListFiles.Map(files);
        ShowFile.Map(files);
        CompleteUploadEndpoint.Map(files);
        DeleteFileEndpoint.Map(files);
        Content.Map(pages, pages.ServiceProvider.GetRequiredService<FileSettings>());
    }
}
